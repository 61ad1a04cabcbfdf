import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type Position,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fileNamings } from '../metadata/files/types.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import { actionsFor } from './actions.js';
import { elementAt, readersOf, settingsAt, typeOfDocument, xmlPlaceAt } from './elements.js';
import { completionsAt, elementHelp } from './metadata-help.js';
import { pathOf, touches } from './places.js';
import { rulePages, type RulePages } from './rule-pages.js';
import { startSession, type RootFindings, type EditorSession } from './session.js';
import { wordAt, wordHelp, yamlCompletions } from './yaml-help.js';
import { yamlKindOf } from './yaml-files.js';

/** What a language server is given. */
export interface ServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly now: () => Date;
  readonly version: string;
  /** Takes credentials of the environment out of what is logged. */
  readonly redact: (text: string) => string;
}

/** Milliseconds of quiet after which a change is looked at: a person who types does not wait, and a burst is one change. */
const quiet = 150;

/** What a client can do. */
interface Abilities {
  readonly snippets: boolean;
  readonly create: boolean;
  readonly watch: boolean;
  readonly folders: boolean;
}

interface Running {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly session: EditorSession;
  readonly pages: RulePages;
  readonly options: ServerOptions;
  abilities: Abilities;
  stage: 'new' | 'ready' | 'ended';
}

/** Serves a client on two streams until it says that it is done, or is gone; then the process ends. */
export function serve(options: ServerOptions): void {
  const { input, output, now, version, redact } = options;
  const connection = createConnection(ProposedFeatures.all, input, output);
  const documents = new TextDocuments(TextDocument);
  const log = (cause: unknown): void => {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    connection.console.error(redact(text));
  };
  const session = startSession({
    documents: () => documents.all(),
    publish: (uri, diagnostics, documentVersion) =>
      void connection.sendDiagnostics({
        uri,
        diagnostics: [...diagnostics],
        ...(documentVersion !== undefined && { version: documentVersion }),
      }),
    log,
    now,
    version,
    quiet,
  });
  const abilities = { snippets: false, create: false, watch: false, folders: false };
  const running: Running = {
    connection,
    documents,
    session,
    pages: rulePages(version),
    options,
    abilities,
    stage: 'new',
  };
  answerLifecycle(running, log);
  answerRequests(running, log);
  const changed = ({ document }: { readonly document: TextDocument }): void => {
    const path = pathOf(document.uri);
    if (path !== undefined) session.changed(path);
  };
  documents.onDidChangeContent(changed);
  documents.onDidClose(changed);
  documents.listen(connection);
  connection.listen();
}

function answerLifecycle(running: Running, log: (cause: unknown) => void): void {
  const { connection, session, pages, options } = running;
  let folders: readonly string[] = [];
  connection.onInitialize((params) => {
    if (running.stage !== 'new')
      return new ResponseError(ErrorCodes.InvalidRequest, 'initialize was sent twice');
    running.stage = 'ready';
    folders = foldersOf(params);
    running.abilities = abilitiesOf(params);
    return initializeResult(options.version);
  });
  connection.onInitialized(() => {
    session.setFolders(folders);
    const { watch, folders: canChange } = running.abilities;
    if (watch)
      connection.client.register(DidChangeWatchedFilesNotification.type, watched).catch(log);
    if (!canChange) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.flatMap(({ uri }) => pathOf(uri) ?? []));
      const more = added.flatMap(({ uri }) => pathOf(uri) ?? []);
      folders = [...folders.filter((path) => !gone.has(path)), ...more];
      session.setFolders(folders);
    });
  });
  connection.onDidChangeWatchedFiles(({ changes }) =>
    session.touched(changes.flatMap(({ uri }) => pathOf(uri) ?? [])),
  );
  const moved = (paths: readonly { readonly uri: string }[]): void =>
    session.touched(paths.flatMap(({ uri }) => pathOf(uri) ?? []));
  connection.workspace.onDidCreateFiles(({ files }) => moved(files));
  connection.workspace.onDidDeleteFiles(({ files }) => moved(files));
  connection.workspace.onDidRenameFiles(({ files }) =>
    moved(files.flatMap(({ oldUri, newUri }) => [{ uri: oldUri }, { uri: newUri }])),
  );
  // There are no settings of the editor to read: it is a good moment to look at all files again.
  connection.onDidChangeConfiguration(() => session.touched(folders));
  connection.onShutdown(() => {
    running.stage = 'ended';
    session.dispose();
    pages.dispose();
  });
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  return uris.flatMap((uri) => pathOf(uri) ?? []);
}

function abilitiesOf({ capabilities: { workspace, textDocument } }: InitializeParams): Abilities {
  const edits = workspace?.workspaceEdit;
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    create:
      edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true,
    watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
  };
}

function initializeResult(version: string): InitializeResult {
  return {
    serverInfo: { name: 'ecaudit', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['<', '/', '>', ',', ':', ' ', '[', '"'] },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      definitionProvider: true,
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        // For editors that watch no files.
        fileOperations: { didCreate: moves, didRename: moves, didDelete: moves },
      },
    },
  };
}

const moves = { filters: [{ scheme: 'file', pattern: { glob: '**' } }] };

const suffixes = [
  ...new Set(
    Object.values(fileNamings).map((naming) =>
      'only' in naming ? `${naming.only}.${naming.suffix}` : `*.${naming.suffix}`,
    ),
  ),
];

/** What changes on disk and counts. */
const watched = {
  watchers: [
    ...suffixes.flatMap((name) => [`**/${name}`, `**/${name}-meta.xml`]),
    '**/ecaudit.config.{yaml,yml,json}',
    '**/*.{yaml,yml}',
    '**/.forceignore',
    '**/sfdx-project.json',
  ].map((globPattern) => ({ globPattern })),
};

/** Where a request points. */
interface At {
  readonly document: TextDocument;
  readonly path: string;
  readonly text: string;
  readonly offset: number;
}

function answerRequests(running: Running, log: (cause: unknown) => void): void {
  const { connection, documents, session } = running;
  const at = (uri: string, position: Position): At | undefined => {
    const document = documents.get(uri);
    const path = pathOf(uri);
    if (!document || path === undefined) return undefined;
    return { document, path, text: document.getText(), offset: document.offsetAt(position) };
  };
  /** No mistake of ours, and no broken file, may end the server. */
  const safely = async <T>(
    token: CancellationToken,
    otherwise: T,
    task: () => Promise<T>,
  ): Promise<T | ResponseError> => {
    if (running.stage !== 'ready') return outOfTurn(running.stage);
    try {
      const answer = await task();
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      return answer;
    } catch (cause) {
      log(cause);
      return otherwise;
    }
  };
  connection.onHover(({ textDocument, position }, token) =>
    safely(token, null, async () => {
      const place = at(textDocument.uri, position);
      const value = place && (await helpAt(place, running));
      return value === undefined ? null : { contents: { kind: 'markdown', value } };
    }),
  );
  connection.onCompletion(({ textDocument, position }, token) =>
    safely(token, [], async () => {
      const place = at(textDocument.uri, position);
      return place ? [...(await completions(place, running))] : [];
    }),
  );
  connection.onDefinition(({ textDocument, position }, token) =>
    safely(token, [], async () => {
      const place = at(textDocument.uri, position);
      return place ? [...(await definitions(place, position, running))] : [];
    }),
  );
  connection.onCodeAction(({ textDocument, range, context }, token) =>
    safely(token, [], async () => {
      const path = pathOf(textDocument.uri);
      if (path === undefined) return [];
      if (context.only && !context.only.some((kind) => isQuickFix(kind))) return [];
      const outcome = await session.settled(path);
      if (!outcome || token.isCancellationRequested) return [];
      const wanted = new Set(context.diagnostics.map(({ code }) => code));
      const told = outcome.told.filter(
        (one) =>
          one.path === path &&
          touches(one.diagnostic.range, range) &&
          (wanted.size === 0 || wanted.has(one.diagnostic.code)),
      );
      return [...(await actionsFor(told, contextOf(outcome, running)))];
    }),
  );
}

function outOfTurn(stage: 'new' | 'ended'): ResponseError {
  return stage === 'new'
    ? new ResponseError(ErrorCodes.ServerNotInitialized, 'initialize comes first')
    : new ResponseError(ErrorCodes.InvalidRequest, 'shutdown was asked for');
}

function isQuickFix(kind: string): boolean {
  return kind === '' || kind === CodeActionKind.QuickFix;
}

function contextOf({ audited }: RootFindings, { session, options, abilities }: Running) {
  return {
    audited,
    texts: session.textOf,
    files: session.files,
    now: options.now(),
    uri: session.uri,
    canCreate: abilities.create,
  };
}

async function rulesetsAround(path: string, { session }: Running) {
  const outcome = await session.latest(path);
  return outcome?.audited.rulesets.map(({ ruleset }) => ruleset) ?? shippedRulesets;
}

async function helpAt({ path, text, offset }: At, running: Running): Promise<string | undefined> {
  const rulesets = await rulesetsAround(path, running);
  if (yamlKindOf(path, text) !== undefined) return wordHelp(text, offset, rulesets);
  const place = xmlPlaceAt(text, offset);
  const type = typeOfDocument(path, place.around[0]);
  return type && elementHelp(type, elementAt(place, text), rulesets);
}

async function completions({ document, path, text, offset }: At, running: Running) {
  const rulesets = await rulesetsAround(path, running);
  if (/\.(ya?ml|json)$/i.test(path)) {
    const kind = yamlKindOf(path, text);
    return kind === undefined ? [] : yamlCompletions(document, offset, kind, rulesets);
  }
  const place = xmlPlaceAt(text, offset);
  const type = typeOfDocument(path, place.around[0]);
  if (type === undefined) return [];
  return completionsAt(document, place, type, offset, running.abilities.snippets);
}

/** More rules than these read a setting: nobody looks through them. */
const mostRulesShown = 20;

/** The rules of the findings at a place; else those that read the element; in a file of rules, the one that is named. */
async function definitions({ path, text, offset }: At, position: Position, running: Running) {
  const { session, pages, documents } = running;
  const ids: string[] = [];
  const outcome = await session.settled(path);
  if (/\.(ya?ml|json)$/i.test(path)) ids.push(wordAt(text, offset).text);
  else {
    const here = { start: position, end: position };
    const found = outcome?.told.filter(
      (one) => one.path === path && touches(one.diagnostic.range, here),
    );
    ids.push(...(found ?? []).flatMap(({ result }) => result?.rule ?? []));
    if (ids.length === 0) ids.push(...(await readersAt({ path, text, offset }, running)));
  }
  const open = documents.all().flatMap((document) => {
    const own = pathOf(document.uri);
    return own !== undefined && yamlKindOf(own, document.getText()) === 'ruleset' ? [own] : [];
  });
  const among = { audited: outcome?.audited, files: session.files, open };
  const places = await Promise.all(
    [...new Set(ids)].slice(0, mostRulesShown).map((id) => pages.placeOf(id, among)),
  );
  return places.filter((one) => one !== undefined);
}

async function readersAt(
  { path, text, offset }: Pick<At, 'path' | 'text' | 'offset'>,
  running: Running,
): Promise<readonly string[]> {
  const place = xmlPlaceAt(text, offset);
  const type = typeOfDocument(path, place.around[0]);
  if (type === undefined) return [];
  const names = settingsAt(type, elementAt(place, text)).map(({ name }) => name);
  const readers = readersOf(names, await rulesetsAround(path, running));
  return readers.filter(({ ruleset }) => ruleset.kind === 'standard').map(({ rule }) => rule.id);
}
