import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { orgNames } from './orgs.js';
import { UserError } from '../model/user-error.js';
import type { Report } from '../report/report.js';

/** SOURCE arguments by what they name. */
export interface SourceArguments {
  /** Folders, metadata files, zips and snapshots. */
  readonly paths: readonly string[];
  /** The aliases of `org:ALIAS`. */
  readonly orgs: readonly string[];
  /** Reports that `-f json` wrote. */
  readonly reports: readonly string[];
}

const orgPrefix = 'org:';

/** Sorts SOURCE arguments, each once. Throws UserError for an `org:` that names no org. */
export function sourceArguments(written: readonly string[], cwd: string): SourceArguments {
  const all = [...new Set(written)];
  const isOrg = (one: string): boolean => one.startsWith(orgPrefix);
  const others = all.filter((one) => !isOrg(one));
  return {
    paths: others.filter((one) => !isReportFile(one, cwd)),
    orgs: orgNames(all.filter(isOrg).map((one) => one.slice(orgPrefix.length))),
    reports: others.filter((one) => isReportFile(one, cwd)),
  };
}

/** No metadata file is called `.json`; a folder may be. */
function isReportFile(path: string, cwd: string): boolean {
  if (!/\.json$/i.test(path)) return false;
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile() === true;
}

/** SOURCEs and flags with each `org:ALIAS` told by the flags, as `--org ALIAS` is. Throws UserError for one that names no org. */
export function withOrgSources<T extends { readonly orgs: readonly string[] }>(
  written: readonly string[],
  flags: T,
): { readonly sources: readonly string[]; readonly flags: T } {
  const named = written.filter((one) => one.startsWith(orgPrefix));
  const orgs = orgNames(named.map((one) => one.slice(orgPrefix.length)));
  return {
    sources: written.filter((one) => !named.includes(one)),
    flags: { ...flags, orgs: [...new Set([...flags.orgs, ...orgs])] },
  };
}

/** A snapshot has the users of apps only where its pull was asked for them. Throws UserError. */
export function refuseNameless({ sources, apps }: Report): void {
  const nameless = sources.find(
    ({ id, kind }) =>
      kind === 'snapshot' &&
      apps.some(({ source }) => source === id) &&
      apps.every((app) => app.source !== id || app.holders === undefined),
  );
  if (nameless)
    throw new UserError(
      `the snapshot ${nameless.id} does not name users`,
      'ecaudit pull --with-users writes one that does',
    );
}
