// A client that speaks to a server as an editor does, with a log of what both say: to one in this process, or to the built program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type Message,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import manifest from '../../package.json' with { type: 'json' };
import { serve } from '../../src/lsp/server.js';
import { secretsOf } from '../../src/model/secrets.js';
import { root } from '../stories/run.js';

/** A client with a server of its own. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly folder: string;
  readonly uri: (path: string) => string;
  readonly open: (path: string, text: string, languageId?: string) => void;
  readonly change: (path: string, text: string) => void;
  readonly close: (path: string) => void;
  /** Writes a file on disk. */
  readonly write: (path: string, text: string) => void;
  /** Waits until the diagnostics of a file are as a test wants them. Gives them. */
  readonly diagnostics: (
    path: string,
    isWanted?: (all: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  /** What was published last. */
  readonly latest: (path: string) => readonly Diagnostic[] | undefined;
  /** What the server asked to be told of. */
  readonly registered: readonly string[];
  /** Both sides of the conversation, for people. */
  readonly log: () => string;
  /** Ends the conversation as the protocol says. Gives the exit code; of a server in this process 0. */
  readonly end: () => Promise<number | null>;
  readonly server: Server;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Absolute paths; the folder when absent. */
  readonly folders?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The built program, in a process of its own. */
  readonly program?: true;
}

/** The other side. */
export interface Server {
  readonly says: Readable;
  readonly hears: Writable;
  /** The exit code, once it ends. */
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
}

const bin = join(root, 'dist/cli/bin.js');

const day = 1795341600;

/** The built program. */
export function startProgram(folder: string, env: ClientOptions['env'] = {}): Server {
  const child = spawn(process.execPath, [bin, 'lsp', '--stdio'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], SOURCE_DATE_EPOCH: String(day), ...env },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { says: child.stdout, hears: child.stdin, ended, stderr: () => stderr };
}

/** The same without a process: its streams are left open, since it would end this one with them. */
function startInside(env: ClientOptions['env'] = {}): Server {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { redact } = secretsOf(env);
  serve({ input, output, now: () => new Date(day * 1000), version: manifest.version, redact });
  return { says: output, hears: input, ended: Promise.resolve(0), stderr: () => '' };
}

/** Starts a server for a folder. */
export async function startClient(folder: string, options: ClientOptions = {}): Promise<Client> {
  const { env, program } = options;
  const server = program ? startProgram(folder, env) : startInside(env);
  const lines: string[] = [];
  const record = (arrow: string, message: Message): void => {
    lines.push(`${arrow} ${JSON.stringify({ ...message, jsonrpc: undefined }, undefined, 2)}`);
  };
  const reader = new StreamMessageReader(server.says);
  const writer = new StreamMessageWriter(server.hears);
  const connection = createProtocolConnection(
    {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      dispose: () => reader.dispose(),
      listen: (callback) =>
        reader.listen((message) => {
          record('<--', message);
          callback(message);
        }),
    },
    {
      onError: writer.onError,
      onClose: writer.onClose,
      dispose: () => writer.dispose(),
      end: () => writer.end(),
      write: async (message) => {
        record('-->', message);
        await writer.write(message);
      },
    },
  );
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.set(params.uri, params);
    for (const look of waiting) look();
  });
  const registered: string[] = [];
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    registered.push(...registrations.map(({ method }) => method));
  });
  connection.listen();
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const folders = options.folders ?? [folder];
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? {},
    workspaceFolders: folders.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
  });
  await connection.sendNotification(InitializedNotification.type, {});
  let version = 1;
  const latest = (path: string) => published.get(uri(path))?.diagnostics;
  return {
    connection,
    initialized,
    folder,
    uri,
    latest,
    registered,
    open: (path, text, languageId = 'xml') =>
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uri(path), languageId, version: 1, text },
      }),
    change: (path, text) =>
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version: (version += 1) },
        contentChanges: [{ text }],
      }),
    close: (path) =>
      void connection.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri: uri(path) },
      }),
    write: (path, text) => writeFileSync(join(folder, path), text),
    diagnostics: (path, isWanted = () => true) =>
      new Promise((done, fail) => {
        const look = (): void => {
          const found = latest(path);
          if (!found || !isWanted(found)) return;
          waiting.delete(look);
          clearTimeout(timer);
          done(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          fail(
            new Error(`waited in vain; last: ${JSON.stringify(latest(path))}\n${server.stderr()}`),
          );
        }, 45_000);
        waiting.add(look);
        look();
      }),
    log: () => lines.join('\n').replaceAll(pathToFileURL(folder).href, 'file:///project'),
    end: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      if (program) await connection.sendNotification(ExitNotification.type);
      const code = await server.ended;
      connection.dispose();
      return code;
    },
    server,
  };
}

/** A text with `|` where the cursor stands. */
export function cursor(marked: string): { readonly text: string; readonly position: Position } {
  const at = marked.indexOf('|');
  const before = marked.slice(0, at).split('\n');
  const position = { line: before.length - 1, character: (before.at(-1) ?? '').length };
  return { text: before.join('\n') + marked.slice(at + 1), position };
}

/** The text that a range is about. */
export function textAt(text: string, { start, end }: Diagnostic['range']): string {
  const lines = text.split('\n');
  if (start.line === end.line)
    return (lines[start.line] ?? '').slice(start.character, end.character);
  return [
    (lines[start.line] ?? '').slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    (lines[end.line] ?? '').slice(0, end.character),
  ].join('\n');
}
