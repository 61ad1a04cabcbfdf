import { usualFailOn } from '../report/severity.js';
import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { auditRequest, type AuditRequest } from '../audit/audit.js';
import { keyOfApp } from '../audit/request.js';
import { reread } from '../audit/reread.js';
import type { Evaluation } from '../audit/results.js';
import { configuredRulesets } from '../config/rulesets.js';
import { readBaseline } from '../config/baseline.js';
import type { Config } from '../config/config.js';
import { findConfig } from '../config/find.js';
import { loadConfigFile } from '../config/load.js';
import { mayBeSafe, recording, safeFixes } from '../fix/fix.js';
import { fixesByFinding } from '../fix/present.js';
import { appFolderOf } from '../metadata/join.js';
import { readBytes, displayPath, isInFolder } from '../metadata/files/disk.js';
import { findProject } from '../metadata/files/project.js';
import { identify, suffixOfDirectory } from '../metadata/files/types.js';
import { sourceOf } from '../metadata/read-files.js';
import { defaultSources } from '../metadata/source.js';
import type { Source } from '../model/app.js';
import { isMetadataType } from '../model/metadata-types.js';
import type { ChosenRuleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/location.js';
import { UserError, type Diagnostic } from '../model/user-error.js';
import type { FileFix, Report } from '../report/report.js';
import { shippedRulesets } from '../rulesets/shipped.js';

/** A folder that is audited as a whole, and whether somebody opened it as such. */
export interface Root {
  /** Absolute. */
  readonly path: string;
  readonly isWorkspace: boolean;
}

/** What an audit in an editor is given. */
export interface AuditContext {
  readonly root: Root;
  /** Metadata that an editor holds, by absolute path. */
  readonly open: ReadonlyMap<string, string>;
  /** The files of configurations and rulesets, as the editor has them. */
  readonly files: TextFiles;
  readonly now: Date;
  readonly version: string;
}

/** One audit of a root. */
export interface AuditedRoot {
  readonly root: Root;
  readonly config: Config | undefined;
  /** The configuration file, from the root, also where it has mistakes. */
  readonly configFile: string | undefined;
  /** What is wrong in the configuration, and in the rulesets that it names. */
  readonly configDiagnostics: readonly Diagnostic[];
  readonly rulesets: readonly ChosenRuleset[];
  readonly report: Report;
  /** The safe edits for some apps, worked out when they are first asked for: `RULE APP` → files. */
  readonly fixes: (apps: ReadonlySet<string>) => Promise<ReadonlyMap<string, readonly FileFix[]>>;
  /** What it takes to look at some apps again. */
  readonly run: Run;
}

interface Run {
  readonly request: AuditRequest;
  readonly read: readonly Source[];
  readonly failed: readonly Evaluation[];
}

/** Audits a root as its files are in the editor. Throws UserError where there is nothing that could be audited. */
export async function auditRoot(at: AuditContext): Promise<AuditedRoot> {
  const { root, now, version } = at;
  const { file: configFile, config, diagnostics } = await configOfRoot(at);
  const rulesets = config ? configuredRulesets(config) : shipped();
  const { hooks, audited } = recording(mayBeSafe);
  const request: AuditRequest = {
    ...(await placesInRoot(at)),
    cwd: root.path,
    rulesets,
    ...(config && { config }),
    ...baselineOfRoot(config, at),
    parameters: new Map(),
    select: { apps: [] },
    options: {
      failOn: config?.failOn ?? usualFailOn,
      minSeverity: 'info',
      include: ['fail', 'open'],
      strict: false,
    },
    ignoreExcuses: false,
    lineHashes: false,
    edited: editedBy(at),
    now,
    version,
    pause: pauses(),
  };
  const report = await auditRequest({ ...request, ...hooks });
  const { failed, read } = audited(report);
  return withSafeFixes({
    root,
    config,
    configFile,
    configDiagnostics: diagnostics,
    rulesets,
    report,
    run: { request, read, failed },
  });
}

/** An audit of the apps of the documents that are held, and which apps and files it is about. */
export interface AuditAgain {
  readonly audited: AuditedRoot;
  /** The findings and problems of these apps and files only. */
  readonly report: Report;
  readonly isAbout: (where: { readonly app?: string; readonly path: string }) => boolean;
}

/**
 * Looks again at the apps of the documents that are held, and takes all else from the audit before. Undefined where more than
 * that may differ: a document is new or gone, or says something about other apps. Only for metadata that is being typed.
 */
export async function auditAgain(
  before: AuditedRoot,
  at: AuditContext,
): Promise<AuditAgain | undefined> {
  const edited = editedBy(at);
  const known = before.run.request.edited ?? new Map();
  if ([...known.keys()].some((path) => !edited.has(path))) return undefined;
  const request: AuditRequest = { ...before.run.request, edited, now: at.now };
  const again = await reread(before.run.read, edited, request);
  if (!again) return undefined;
  const rules = new Set(
    before.rulesets.flatMap(({ ruleset }) => ruleset.rules.map(({ id }) => id)),
  );
  const { hooks, audited } = recording(mayBeSafe);
  const report = await auditRequest({ ...request, again: { ...again, rules }, ...hooks });
  const { failed } = audited(report);
  const changed = [...before.run.read, ...again.sources]
    .flatMap(({ apps }) => apps)
    .filter((app) => again.changed.has(keyOfApp(app)));
  const apps = new Set([...report.apps, ...changed].map(({ id }) => id));
  const paths = new Set(
    changed.flatMap(({ files }) => files.map((one) => resolve(at.root.path, one))),
  );
  const others = before.run.failed.filter(({ app }) => !apps.has(app.id));
  return {
    audited: withSafeFixes({
      ...before,
      report: joinReports(before.report, report, apps),
      run: { request, read: again.sources, failed: [...others, ...failed] },
    }),
    report,
    isAbout: ({ app, path }) => (app === undefined ? paths.has(path) : apps.has(app)),
  };
}

/** Of the apps named what the later report says, of all others the earlier one. */
function joinReports(before: Report, now: Report, apps: ReadonlySet<string>): Report {
  const ids = new Set(before.rulesets.map(({ id }) => id));
  return {
    ...before,
    rulesets: [...before.rulesets, ...now.rulesets.filter(({ id }) => !ids.has(id))],
    apps: [...before.apps.filter(({ id }) => !apps.has(id)), ...now.apps],
    results: [...before.results.filter(({ app }) => !apps.has(app)), ...now.results],
  };
}

function withSafeFixes(audited: Omit<AuditedRoot, 'fixes'>): AuditedRoot {
  const { report, run } = audited;
  const known = new Map<string, ReturnType<AuditedRoot['fixes']>>();
  const workOut = async (apps: ReadonlySet<string>): ReturnType<AuditedRoot['fixes']> => {
    const failed = run.failed.filter(({ app }) => apps.has(app.id));
    return fixesByFinding(await safeFixes({ report, read: run.read, failed }, run.request));
  };
  const fixes: AuditedRoot['fixes'] = (apps) => {
    const key = [...apps].toSorted().join('\n');
    const found = known.get(key) ?? workOut(apps);
    known.set(key, found);
    return found;
  };
  return { ...audited, fixes };
}

function editedBy({ open }: AuditContext): ReadonlyMap<string, Uint8Array> {
  return new Map([...open].map(([path, text]) => [path, Buffer.from(text)]));
}

/** Milliseconds of work after which others have their turn. */
const longestTurn = 20;

/** Lets requests of the editor be answered while a large project is audited. */
function pauses(): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < longestTurn) return;
    await new Promise<void>((done) => void setImmediate(done));
    since = Date.now();
  };
}

function shipped(): readonly ChosenRuleset[] {
  return shippedRulesets.map((ruleset) => ({ ruleset, explicit: false, origin: 'shipped' }));
}

interface FoundConfig {
  readonly file: string | undefined;
  readonly config: Config | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The nearest configuration. One with mistakes counts for nothing until they are fixed: they are told at their places. */
async function configOfRoot({ root, files, now }: AuditContext): Promise<FoundConfig> {
  const nothing = { file: undefined, config: undefined, diagnostics: [] };
  try {
    const file = findConfig(root.path, files);
    if (file === undefined) return nothing;
    const today = now.toISOString().slice(0, 10);
    const loaded = await loadConfigFile(file, root.path, today, [], files);
    if ('config' in loaded) return { file, config: loaded.config, diagnostics: [] };
    return { file, config: undefined, diagnostics: loaded.diagnostics };
  } catch (cause) {
    if (cause instanceof UserError) return nothing;
    throw cause;
  }
}

/** A baseline that cannot be read hides nothing. */
function baselineOfRoot(
  config: Config | undefined,
  { root, files }: AuditContext,
): Pick<AuditRequest, 'baseline'> {
  if (config?.baseline === undefined) return {};
  try {
    const known = readBaseline(config.baseline, root.path, files);
    return { baseline: { file: config.baseline, known, adopt: false } };
  } catch (cause) {
    if (cause instanceof UserError) return {};
    throw cause;
  }
}

/** The sources of a run in the root, and the documents that lie outside of them. */
async function placesInRoot({
  root,
  open,
}: AuditContext): Promise<Pick<AuditRequest, 'sources' | 'alsoRead'>> {
  const isProject = (await findProject(root.path, root.path)) !== undefined;
  const { sources } =
    root.isWorkspace || isProject ? await defaultSources(root.path) : { sources: [] };
  const covered = sources.map((source) => resolve(root.path, source));
  const loose = [...open.keys()].filter(
    (path) =>
      identify(basename(path))?.ignored === false && !covered.some((one) => isInFolder(one, path)),
  );
  const folders = new Set(loose.map((path) => appFolderOf(path.replaceAll('\\', '/'))));
  if (folders.size === 0) return { sources };
  const alsoRead: AuditRequest['alsoRead'] = (edited) =>
    [...folders].map((folder) => looseSource(folder, loose, edited, root));
  return { sources, alsoRead };
}

/** What lies together with documents that no source holds: their own folder, and those beside it that a retrieve writes. */
function looseSource(
  folder: string,
  loose: readonly string[],
  edited: ReadonlyMap<string, Uint8Array>,
  root: Root,
): Source {
  const inside = loose.filter((path) => appFolderOf(path.replaceAll('\\', '/')) === folder);
  const own = new Set(inside.map((path) => dirname(path)));
  const beside = [...suffixOfDirectory.keys(), 'settings'].map((name) => join(folder, name));
  const there = [...new Set([...own, ...beside])].flatMap(metadataIn);
  const readables = [...new Set([...there, ...inside])].toSorted().flatMap((path) => {
    const identity = identify(basename(path));
    if (!identity || !isMetadataType(identity.type)) return [];
    const file = displayPath(path, root.path);
    const bytes = () => edited.get(path) ?? readBytes(path, file);
    return [{ type: identity.type, name: identity.name, file, bytes }];
  });
  return sourceOf(displayPath(folder, root.path), 'folder', readables);
}

/** More files than these in one folder are no app that somebody is editing by hand. */
const mostLooseFiles = 2000;

function metadataIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile());
    return names
      .filter(({ name }) => identify(name)?.ignored === false)
      .slice(0, mostLooseFiles)
      .map(({ name }) => join(folder, name));
  } catch {
    // Most of these folders are not there.
    return [];
  }
}
