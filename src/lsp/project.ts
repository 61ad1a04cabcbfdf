import { Buffer } from 'node:buffer';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { audit, type AuditRequest } from '../audit/audit.js';
import { configuredRulesets } from '../config/rulesets.js';
import { readBaseline } from '../config/baseline.js';
import type { Config } from '../config/config.js';
import { findConfig } from '../config/find.js';
import { loadConfig } from '../config/load.js';
import { withEvidence } from '../evidence/evidence.js';
import { mayBeSafe, recording, safeFixes } from '../fix/fix.js';
import { fixesByFinding } from '../fix/present.js';
import { folderOf } from '../metadata/folders.js';
import { readBytes } from '../metadata/files/bytes.js';
import { displayPath, isInside } from '../metadata/files/paths.js';
import { findProject } from '../metadata/files/project.js';
import { identify, suffixOfDirectory } from '../metadata/files/types.js';
import { sourceOf } from '../metadata/read-files.js';
import { defaultSources } from '../metadata/source.js';
import type { Source } from '../model/app.js';
import { isMetadataType } from '../model/metadata-types.js';
import type { ChosenRuleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/text-files.js';
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
export interface Surroundings {
  readonly root: Root;
  /** Metadata that an editor holds, by absolute path. */
  readonly open: ReadonlyMap<string, string>;
  /** The files of configurations and rulesets, as the editor has them. */
  readonly files: TextFiles;
  readonly now: Date;
  readonly version: string;
}

/** One audit of a root. */
export interface Audited {
  readonly root: Root;
  readonly config: Config | undefined;
  /** The configuration file, from the root, also where it has mistakes. */
  readonly configFile: string | undefined;
  /** What is wrong in the configuration, and in the rulesets that it names. */
  readonly configDiagnostics: readonly Diagnostic[];
  readonly rulesets: readonly ChosenRuleset[];
  readonly report: Report;
  /** The safe edits, worked out when they are first asked for: `RULE APP` → files. */
  readonly fixes: () => Promise<ReadonlyMap<string, readonly FileFix[]>>;
}

/** Audits a root as its files are in the editor. Throws UserError where there is nothing that could be audited. */
export async function auditRoot(at: Surroundings): Promise<Audited> {
  const { root, now, version } = at;
  const { file: configFile, config, diagnostics } = await configOf(at);
  const rulesets = config ? configuredRulesets(config) : shipped();
  const { hooks, audited } = recording(mayBeSafe);
  const request: AuditRequest = {
    ...(await placesOf(at)),
    cwd: root.path,
    rulesets,
    ...(config && { config }),
    ...baselineOf(config, at),
    parameters: new Map(),
    select: { apps: [] },
    options: {
      failOn: config?.failOn ?? 'high',
      minSeverity: 'info',
      include: ['fail', 'open'],
      strict: false,
    },
    ignoreExcuses: false,
    lineHashes: false,
    edited: new Map([...at.open].map(([path, text]) => [path, Buffer.from(text)])),
    now,
    version,
  };
  const report = await audit({ ...request, ...hooks });
  let fixes: ReturnType<Audited['fixes']> | undefined;
  return {
    root,
    config,
    configFile,
    configDiagnostics: diagnostics,
    rulesets,
    report,
    fixes: () => (fixes ??= fixesIn(() => safeFixes(audited(report), request))),
  };
}

async function fixesIn(workOut: () => ReturnType<typeof safeFixes>): ReturnType<Audited['fixes']> {
  return fixesByFinding(await workOut());
}

function shipped(): readonly ChosenRuleset[] {
  return shippedRulesets.map((ruleset) => ({ ruleset, explicit: false, origin: 'shipped' }));
}

interface FoundConfig {
  readonly file: string | undefined;
  readonly config: Config | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The nearest configuration. One with mistakes counts for nothing until they are mended: they are told at their places. */
async function configOf({ root, files, now }: Surroundings): Promise<FoundConfig> {
  const nothing = { file: undefined, config: undefined, diagnostics: [] };
  try {
    const file = findConfig(root.path, files);
    if (file === undefined) return nothing;
    const today = now.toISOString().slice(0, 10);
    const loaded = await loadConfig(file, root.path, today, [], files);
    if ('config' in loaded) return { file, config: loaded.config, diagnostics: [] };
    return { file, config: undefined, diagnostics: loaded.diagnostics };
  } catch (cause) {
    if (cause instanceof UserError) return nothing;
    throw cause;
  }
}

/** A baseline that cannot be read hides nothing. */
function baselineOf(
  config: Config | undefined,
  { root, files }: Surroundings,
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
async function placesOf({
  root,
  open,
}: Surroundings): Promise<Pick<AuditRequest, 'sources' | 'pulled'>> {
  const isProject = (await findProject(root.path, root.path)) !== undefined;
  const { sources } =
    root.isWorkspace || isProject ? await defaultSources(root.path) : { sources: [] };
  const covered = sources.map((source) => resolve(root.path, source));
  const loose = [...open.keys()].filter(
    (path) =>
      identify(basename(path))?.ignored === false && !covered.some((one) => isInside(one, path)),
  );
  const folders = new Set(loose.map((path) => folderOf(path.replaceAll('\\', '/'))));
  const pulled = [...folders].map((folder) => looseSource(folder, loose, open, root));
  return { sources, pulled };
}

/** What lies together with documents that no source holds: their own folder, and those beside it that a retrieve writes. */
function looseSource(
  folder: string,
  loose: readonly string[],
  open: Surroundings['open'],
  root: Root,
): Source {
  const inside = loose.filter((path) => folderOf(path.replaceAll('\\', '/')) === folder);
  const own = new Set(inside.map((path) => dirname(path)));
  const beside = [...suffixOfDirectory.keys(), 'settings'].map((name) => join(folder, name));
  const there = [...new Set([...own, ...beside])].flatMap(metadataIn);
  const readables = [...new Set([...there, ...inside])].toSorted().flatMap((path) => {
    const identity = identify(basename(path));
    if (!identity || !isMetadataType(identity.type)) return [];
    const file = displayPath(path, root.path);
    const text = open.get(path);
    const bytes = () => (text === undefined ? readBytes(path, file) : Buffer.from(text));
    return [{ type: identity.type, name: identity.name, file, bytes }];
  });
  return withEvidence(sourceOf(displayPath(folder, root.path), 'folder', readables));
}

/** More files than these in one folder are no app that somebody is editing by hand. */
const mostFiles = 2000;

function metadataIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile());
    return names
      .filter(({ name }) => identify(name)?.ignored === false)
      .slice(0, mostFiles)
      .map(({ name }) => join(folder, name));
  } catch {
    // Most of these folders are not there.
    return [];
  }
}
