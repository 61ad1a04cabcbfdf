import { smallestEdit } from '../edit/text-edits.js';
import { resolve } from 'node:path';
import {
  CodeActionKind,
  type CodeAction,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configNames } from '../config/find.js';
import { suppressionEntryFor, type NewSuppression } from '../config/add-suppression.js';
import { usualPolicy } from '../config/suppression-policy.js';
import { withEntry } from '../documents/insert.js';
import { daysAfter } from '../model/deadline.js';
import type { TextFiles } from '../model/location.js';
import type { FileFix } from '../report/report.js';
import type { Result } from '../report/verdict.js';
import type { Texts, Told } from './findings.js';
import type { AuditedRoot } from './project.js';
import { lspRangeOf } from './places.js';

/** What code actions are made with. */
export interface ActionContext {
  readonly audited: AuditedRoot;
  readonly texts: Texts;
  readonly files: TextFiles;
  readonly now: Date;
  /** The URI of an absolute path, as the client calls it. */
  readonly uri: (path: string) => string;
  /** The client can be told to make a file. */
  readonly canCreate: boolean;
}

/** What can be done about findings: the safe edit, where there is one, and a suppression. */
export async function actionsFor(
  told: readonly Told[],
  context: ActionContext,
): Promise<readonly CodeAction[]> {
  const apps = told.flatMap(({ result }) => result?.app ?? []);
  const fixes = await context.audited.fixes(new Set(apps));
  return told.flatMap(({ diagnostic, result }) => {
    if (!result) return [];
    const common = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
    const fix = fixes.get(`${result.rule} ${result.app}`);
    const suppression = suppressionOf(result, context);
    return [
      ...(fix
        ? [
            {
              title: `Fix ${result.rule}`,
              ...common,
              isPreferred: true,
              edit: editOf(fix, context),
            },
          ]
        : []),
      ...(suppression ? [{ title: `Suppress ${result.rule}`, ...common, edit: suppression }] : []),
    ];
  });
}

function editOf(fixes: readonly FileFix[], { audited, texts, uri }: ActionContext): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, replacements } of fixes) {
    const path = resolve(audited.root.path, file);
    changes[uri(path)] = replacements.map(({ location, text }) => ({
      range: lspRangeOf(location, texts(path)),
      newText: text,
    }));
  }
  return { changes };
}

/** The entry in the configuration that `ecaudit suppress` would write; what only a person knows is left to be filled in. */
function suppressionOf(result: Result, context: ActionContext): WorkspaceEdit | undefined {
  const { audited, files, uri, canCreate } = context;
  const path = resolve(audited.root.path, audited.configFile ?? configNames[0]);
  const isThere = files.isFile(path);
  const before = isThere ? files.text(path) : '';
  const entry = suppressionEntryFor(result, audited.report, saidBy(context));
  const after = withEntry(before, 'suppressions', suppressionTexts(entry));
  if (after === undefined) return undefined;
  const edit = [smallestTextEdit(before, after)];
  if (isThere || !canCreate) return { changes: { [uri(path)]: edit } };
  return {
    documentChanges: [
      { kind: 'create', uri: uri(path), options: { ignoreIfExists: true } },
      { textDocument: { uri: uri(path), version: null }, edits: edit },
    ],
  };
}

const usualDays = 90;

function saidBy({ audited: { config }, now }: ActionContext): Partial<NewSuppression> {
  const { requireOwner, requireExpiry, maxDays } = config?.suppressionPolicy ?? usualPolicy;
  const days = Math.min(maxDays ?? usualDays, usualDays);
  return {
    reason: 'TODO: say why this is accepted',
    ...(requireOwner && { owner: 'TODO: say who answers for it' }),
    ...(requireExpiry && { expires: daysAfter(now.toISOString().slice(0, 10), days) }),
  };
}

function suppressionTexts(entry: NewSuppression): Readonly<Record<string, string>> {
  const { rule, app, org, reason, owner, expires } = entry;
  const all = Object.entries({ rule, app, org, reason, owner, expires });
  return Object.fromEntries(
    all.flatMap(([key, text]): (readonly [string, string])[] =>
      text === undefined ? [] : [[key, text]],
    ),
  );
}

/** The one edit that makes a text another. */
function smallestTextEdit(before: string, after: string): TextEdit {
  const { start, end, text } = smallestEdit(before, after, 0);
  const document = TextDocument.create('', '', 0, before);
  return {
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText: text,
  };
}
