import { Buffer } from 'node:buffer';
import type { FileEdit } from '../edit/layout.js';
import { unifiedDiff } from '../edit/unified-diff.js';
import { indexLines } from '../metadata/text.js';
import type { Location } from '../model/location.js';
import { ruleTexts } from '../report/digest/rule-texts.js';
import type { ByteRange, FileFix, Report } from '../report/report.js';
import { type EditedFile, secretLines } from './edited-file.js';
import type { Fixes, Left } from './fix.js';
import type { Proposal } from './proposals.js';
import type { FixClass } from './row.js';

/** One replacement that fixes a finding, or part of it. */
export interface PresentedEdit {
  readonly rule: string;
  readonly app: string;
  readonly class: FixClass;
  readonly element: string;
  /** What is replaced: empty where something is put in. */
  readonly location: Location;
  readonly text: string;
  /** What a risky edit breaks. */
  readonly breaks: string | null;
  readonly message: string;
  readonly severity: string;
  readonly bytes: ByteRange;
}

/** A finding that stays, and what is to be done about it. */
export interface PresentedLeft {
  readonly rule: string;
  readonly app: string;
  readonly class: FixClass;
  readonly action: string;
  /** The first part of it: why nothing was done, and what could be. */
  readonly how: string;
}

/** Everything that a reporter of `fix` shows. */
export interface PresentedFixes {
  readonly report: Report;
  readonly diff: string;
  readonly edits: readonly PresentedEdit[];
  readonly left: readonly PresentedLeft[];
  /** Places of edits that no diff may show, since a secret stands there. */
  readonly withheld: readonly Location[];
  readonly accepted: number;
}

/** Puts fixes in words and places. */
export function presented({ report, draft, left, accepted }: Fixes): PresentedFixes {
  const files = [...draft.files.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const shown = files.map((file) => ({ file, ...visible(file) }));
  const texts = ruleTexts(report);
  return {
    report,
    diff: shown
      .map(({ file, edits, hidden }) =>
        unifiedDiff({
          path: file.file,
          text: (file.marked ? '\ufeff' : '') + file.document.text,
          edits: file.marked ? edits.map(shiftedByMark) : edits,
          hidden,
        }),
      )
      .join(''),
    edits: draft.placed.flatMap(({ proposal, files: own }) =>
      own.flatMap((name) => {
        const file = draft.files.get(name);
        return file ? editsFor(proposal, file) : [];
      }),
    ),
    left: left.map((one) => leftEntry(one, texts(one.proposal.rule.id).fix)),
    withheld: shown.flatMap(({ withheld }) => withheld),
    accepted,
  };
}

/** The mark is the first character of the file. */
function shiftedByMark(edit: FileEdit): FileEdit {
  return { ...edit, start: edit.start + 1, end: edit.end + 1 };
}

interface Visible {
  readonly edits: readonly FileEdit[];
  readonly hidden: (line: number) => boolean;
  readonly withheld: readonly Location[];
}

/** What takes a secret away would show it. */
function visible(file: EditedFile): Visible {
  const secret = secretLines(file);
  const lines = indexLines(file.file, file.document.text);
  const placeOf = ({ start, end }: FileEdit): Location => lines.locate(start, end);
  const touches = (edit: FileEdit): boolean => {
    if (edit.start === edit.end) return false;
    const { startLine, endLine, endColumn } = placeOf(edit);
    // An element goes with the line end in front of it: that line stays as it is.
    const first =
      file.document.text[edit.start] === '\n' || file.document.text[edit.start] === '\r'
        ? startLine + 1
        : startLine;
    const last = endColumn === 1 && endLine > first ? endLine - 1 : endLine;
    return [...secret].some((line) => line + 1 >= first && line + 1 <= last);
  };
  return {
    edits: file.edits.filter((edit) => !touches(edit)),
    hidden: (line) => secret.has(line),
    withheld: file.edits.filter(touches).map(placeOf),
  };
}

/** The edits of a file that carry out a proposal; one may carry out several. */
function editsFor(proposal: Proposal, file: EditedFile): readonly PresentedEdit[] {
  const { rule, app, class: kind, breaks, result } = proposal;
  return ownEdits(proposal, file).map((edit) => ({
    rule: rule.id,
    app: app.id,
    class: kind,
    element: edit.element,
    ...placeEdit(edit, file),
    text: edit.text,
    breaks: breaks !== undefined && kind !== 'safe' ? breaks : null,
    message: result.message,
    severity: result.severity,
  }));
}

function ownEdits({ changes = [] }: Proposal, file: EditedFile): readonly FileEdit[] {
  const paths = new Set(changes.filter(({ part }) => part === file.type).map(({ path }) => path));
  return file.edits.filter((edit) => edit.changes.some(({ path }) => paths.has(path)));
}

function placeEdit(
  { start, end }: FileEdit,
  { file, marked, document: { text } }: EditedFile,
): { readonly location: Location; readonly bytes: ByteRange } {
  const bytesBefore = (offset: number): number => {
    const line = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    // Whoever counts bytes counts those of the mark.
    const mark = marked && line === 0 ? Buffer.byteLength('\ufeff') : 0;
    return mark + Buffer.byteLength(text.slice(line, offset)) + 1;
  };
  return {
    location: indexLines(file, text).locate(start, end),
    bytes: { startColumn: bytesBefore(start), endColumn: bytesBefore(end) },
  };
}

/** Safe edits by finding, for reports of an audit: `RULE APP` → the files to change. */
export function fixesByFinding({
  draft,
}: Pick<Fixes, 'draft'>): ReadonlyMap<string, readonly FileFix[]> {
  const found = new Map<string, readonly FileFix[]>();
  for (const { proposal, files } of draft.placed) {
    const own = files.flatMap((name): readonly FileFix[] => {
      const file = draft.files.get(name);
      const edits = file ? ownEdits(proposal, file) : [];
      if (!file || edits.length === 0) return [];
      const replacements = edits.map((edit) => ({ ...placeEdit(edit, file), text: edit.text }));
      return [{ file: file.file, replacements }];
    });
    if (own.length > 0) found.set(`${proposal.rule.id} ${proposal.app.id}`, own);
  }
  return found;
}

/** How what is not done could be, where nothing else is said. */
const prefixes = {
  safe: '',
  risky: '--unsafe makes the edit',
  input: '',
  decide: 'a person has to decide',
  setup: 'not in the files of the app',
  file: 'the files have to be put right by hand',
} as const satisfies Readonly<Record<FixClass, string>>;

function leftEntry({ proposal, because }: Left, fix: string | undefined): PresentedLeft {
  const { rule, app, class: kind, breaks, changes, input } = proposal;
  const how = [
    because,
    because === undefined && changes ? '--unsafe makes the edit' : undefined,
    input === undefined ? undefined : `--set ${rule.id}=VALUE, ${input}`,
    breaks !== undefined && kind !== 'safe' ? `breaks: ${breaks}` : undefined,
  ].filter((text) => text !== undefined && text !== '');
  const told = how.length > 0 ? [`${how.join('; ')}.`] : [];
  const action = [...told, fix ?? proposal.result.message].join(' ');
  return { rule: rule.id, app: app.id, class: kind, action, how: how.join('; ') || prefixes[kind] };
}
