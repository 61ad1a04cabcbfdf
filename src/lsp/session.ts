import { basename, dirname, resolve } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { diskFiles } from '../documents/files.js';
import { isInFolder } from '../metadata/files/disk.js';
import { findProject } from '../metadata/files/project.js';
import { identify } from '../metadata/files/types.js';
import { appFolderOf } from '../metadata/join.js';
import { groupBy } from '../model/lists.js';
import type { TextFiles } from '../model/location.js';
import { mistakesTold, toldBy, type Told } from './findings.js';
import { pathOf, uriOf } from './places.js';
import {
  auditAgain,
  auditRoot,
  type AuditedRoot,
  type Root,
  type AuditContext,
} from './project.js';
import { mistakesIn, yamlKindOf } from './yaml-files.js';

/** What a session is given. */
export interface SessionOptions {
  readonly documents: () => readonly TextDocument[];
  readonly publish: (uri: string, diagnostics: readonly Diagnostic[], version?: number) => void;
  readonly log: (cause: unknown) => void;
  readonly now: () => Date;
  readonly version: string;
  /** Milliseconds of quiet after a change before anything is audited. */
  readonly quiet: number;
}

/** What was last found in a root. */
export interface RootFindings {
  readonly audited: AuditedRoot;
  readonly told: readonly Told[];
}

/** Audits roots as their files change, and publishes what it finds. */
export interface EditorSession {
  /** Replaces the folders that are opened as a whole. */
  readonly setFolders: (paths: readonly string[]) => void;
  /** Something that is held in the editor changed, or was closed. */
  readonly changed: (path: string) => void;
  /** Files changed on disk. */
  readonly touched: (paths: readonly string[]) => void;
  /** What is found around a file, once nothing is being worked out any more. */
  readonly settled: (path: string) => Promise<RootFindings | undefined>;
  /** What was found around a file last, without waiting for anything. */
  readonly latest: (path: string) => Promise<RootFindings | undefined>;
  readonly files: TextFiles;
  readonly textOf: (path: string) => string | undefined;
  /** The URI that the client knows a path by. */
  readonly uri: (path: string) => string;
  readonly dispose: () => void;
}

/** Milliseconds: an audit that takes less is made anew with each change. */
const slow = 400;

interface State {
  readonly root: Root;
  outcome: RootFindings | undefined;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
  /** Something changed while it was being audited. */
  stale: boolean;
  /** Something else changed than the text of metadata that is held: all has to be looked at. */
  isWhole: boolean;
  /** Milliseconds that the last audit of all took. */
  took: number;
  /** Brings an audit of all once nobody types. */
  later: NodeJS.Timeout | undefined;
  /** The files that have diagnostics now. */
  published: ReadonlySet<string>;
}

export function startSession(options: SessionOptions): EditorSession {
  const { documents, quiet } = options;
  let folders: readonly string[] = [];
  const states = new Map<string, State>();

  const held = (): ReadonlyMap<string, TextDocument> =>
    new Map(
      documents().flatMap((document) => {
        const path = pathOf(document.uri);
        return path === undefined ? [] : [[path, document] as const];
      }),
    );
  const textOf = (path: string): string | undefined => held().get(path)?.getText();
  const uri = (path: string): string => held().get(path)?.uri ?? uriOf(path);
  const files: TextFiles = {
    text: (path) => textOf(path) ?? diskFiles.text(path),
    isFile: (path) => textOf(path) !== undefined || diskFiles.isFile(path),
  };

  const stateOf = (root: Root): State => {
    const known = states.get(root.path);
    if (known) return known;
    const state: State = {
      root,
      outcome: undefined,
      timer: undefined,
      running: undefined,
      stale: false,
      isWhole: true,
      took: 0,
      later: undefined,
      published: new Set(),
    };
    states.set(root.path, state);
    return state;
  };

  /** A configuration or a ruleset may count in any of them. */
  const scheduleAll = (): void => {
    for (const state of states.values()) scheduleWhole(state, quiet);
  };

  /** The innermost folder that is opened; for a file outside of all of them, its project, or what lies around it. */
  const rootOf = async (path: string): Promise<Root> => {
    const around = folders.filter((folder) => isInFolder(folder, path));
    const [innermost] = around.toSorted((a, b) => b.length - a.length);
    if (innermost !== undefined) return { path: innermost, isWorkspace: true };
    const project = await findProject(dirname(path), dirname(path));
    return { path: project?.root ?? resolve(looseFolder(path)), isWorkspace: false };
  };

  const schedule = (state: State, delay: number): void => {
    if (state.running) state.stale = true;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void run(state), delay);
  };

  const scheduleWhole = (state: State, delay: number): void => {
    state.isWhole = true;
    schedule(state, delay);
  };

  const run = async (state: State): Promise<void> => {
    clearTimeout(state.timer);
    state.timer = undefined;
    if (state.running) await state.running;
    else {
      state.stale = false;
      state.running = refresh(state)
        .catch((cause: unknown) => options.log(cause))
        .finally(() => {
          state.running = undefined;
        });
      await state.running;
    }
    if (state.stale && state.timer === undefined && states.has(state.root.path)) await run(state);
  };

  const refresh = async (state: State): Promise<void> => {
    const { root } = state;
    clearTimeout(state.later);
    const open = await ownDocuments(root);
    const texts = new Map([...open].map(([path, document]) => [path, document.getText()]));
    const now = options.now();
    const metadata = new Map(
      [...texts].filter(([path]) => identify(basename(path))?.ignored === false),
    );
    const at = { root, open: metadata, files, now, version: options.version };
    const outcome = (await partlyAgain(state, at, texts)) ?? (await wholly(state, at, texts));
    state.outcome = outcome;
    // What was found is about texts that nobody sees any more.
    if (!state.stale) await publish(state, outcome.told, open);
  };

  /** In a large project only the apps that are being typed are looked at at once; all others once it is quiet. */
  const partlyAgain = async (
    state: State,
    at: AuditContext,
    texts: ReadonlyMap<string, string>,
  ): Promise<RootFindings | undefined> => {
    const { outcome, isWhole, took } = state;
    if (!outcome || isWhole || took < slow) return undefined;
    const again = await auditAgain(outcome.audited, at);
    if (!again) return undefined;
    const isNew = ({ path, result }: Told): boolean =>
      again.isAbout({ path, ...(result && { app: result.app }) });
    const now = toldBy({ ...again.audited, report: again.report }, (path) => texts.get(path));
    clearTimeout(state.later);
    state.later = setTimeout(() => scheduleWhole(state, 0), Math.max(slow, 2 * took));
    state.later.unref();
    return {
      audited: again.audited,
      told: [...outcome.told.filter((one) => !isNew(one)), ...now.filter(isNew)],
    };
  };

  const wholly = async (
    state: State,
    at: AuditContext,
    texts: ReadonlyMap<string, string>,
  ): Promise<RootFindings> => {
    state.isWhole = false;
    const start = Date.now();
    const audited = await auditRoot(at);
    state.took = Date.now() - start;
    const told = toldBy(audited, (path) => texts.get(path));
    return { audited, told: [...told, ...(await yamlTold(audited, texts, at.now))] };
  };

  /** The documents that a root answers for. */
  const ownDocuments = async (root: Root): Promise<ReadonlyMap<string, TextDocument>> => {
    const own = new Map<string, TextDocument>();
    for (const [path, document] of held())
      if ((await rootOf(path)).path === root.path) own.set(path, document);
    return own;
  };

  const yamlTold = async (
    { root, configFile }: AuditedRoot,
    texts: ReadonlyMap<string, string>,
    now: Date,
  ): Promise<readonly Told[]> => {
    const config = configFile === undefined ? undefined : resolve(root.path, configFile);
    const told: Told[] = [];
    for (const [path, text] of texts) {
      const kind = yamlKindOf(path, text);
      // The configuration of the root was told with the audit.
      if (kind === undefined || path === config) continue;
      const mistakes = await mistakesIn(kind, path, text, { cwd: root.path, files, now });
      told.push(
        ...mistakesTold(mistakes, `invalid-${kind}`, root.path, (one) => texts.get(one)).filter(
          (one) => one.path === path,
        ),
      );
    }
    return told;
  };

  const publish = async (
    state: State,
    told: readonly Told[],
    open: ReadonlyMap<string, TextDocument>,
  ): Promise<void> => {
    const byPath = groupBy(told, ({ path }) => path);
    const paths = new Set([...byPath.keys(), ...open.keys(), ...state.published]);
    for (const path of paths) {
      // A file of a folder that is opened by itself, too, is told there.
      if (!open.has(path) && (await rootOf(path)).path !== state.root.path && isOpened(path))
        continue;
      const diagnostics = unique((byPath.get(path) ?? []).map(({ diagnostic }) => diagnostic));
      options.publish(uri(path), diagnostics, open.get(path)?.version);
    }
    state.published = new Set(byPath.keys());
  };

  const isOpened = (path: string): boolean => folders.some((folder) => isInFolder(folder, path));

  const drop = (state: State): void => {
    clearTimeout(state.timer);
    clearTimeout(state.later);
    states.delete(state.root.path);
    for (const path of state.published) options.publish(uri(path), []);
  };

  /** Folders that nobody opened are left when their last document is closed. */
  const dropUnused = async (): Promise<void> => {
    const used = new Set<string>(folders);
    for (const path of held().keys()) used.add((await rootOf(path)).path);
    for (const state of states.values()) if (!used.has(state.root.path)) drop(state);
  };

  return {
    setFolders: (paths) => {
      folders = [...new Set(paths)];
      for (const path of folders) scheduleWhole(stateOf({ path, isWorkspace: true }), 0);
      void dropUnused().catch(options.log);
    },
    changed: (path) => {
      void (async () => {
        if (isShared(path)) scheduleAll();
        if (textOf(path) !== undefined) schedule(stateOf(await rootOf(path)), quiet);
        else {
          options.publish(uriOf(path), []);
          await dropUnused();
          const state = states.get((await rootOf(path)).path);
          if (state) scheduleWhole(state, quiet);
        }
      })().catch(options.log);
    },
    touched: (paths) => {
      if (paths.some(isShared)) scheduleAll();
      for (const state of states.values())
        if (paths.some((path) => isInFolder(state.root.path, path))) scheduleWhole(state, quiet);
    },
    settled: async (path) => {
      const state = states.get((await rootOf(path)).path);
      if (!state) return undefined;
      while (state.timer !== undefined || state.running) await run(state);
      return state.outcome;
    },
    latest: async (path) => states.get((await rootOf(path)).path)?.outcome,
    files,
    textOf,
    uri,
    dispose: () => {
      for (const state of states.values()) {
        clearTimeout(state.timer);
        clearTimeout(state.later);
      }
    },
  };
}

/** Whether a file may count for folders that it does not lie in. */
function isShared(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/** The folder that holds the folders of types, or the one of the file. */
function looseFolder(path: string): string {
  return identify(basename(path)) ? appFolderOf(path.replaceAll('\\', '/')) : dirname(path);
}

function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
