import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { appId, isCalled, type AppKind } from '../model/app.js';
import { UserError } from '../model/user-error.js';
import type { Report, ReportApp } from '../report/report.js';
import { counted, kindTitles } from '../report/text/words.js';
import type { Io } from './io.js';
import { survey, withoutRules } from './survey.js';
import type { RawFlags } from './flags.js';

/** An app that a command was given, and the report that it is of. */
export interface OneApp {
  readonly app: ReportApp;
  readonly report: Report;
}

/**
 * The one app of a kind that an argument names: `SOURCE#kind:API_Name`, a SOURCE with only one such app, or only its name,
 * which is then looked for in the sources of an audit that names none. `preferred` decides between several. Throws UserError.
 */
export async function oneApp(
  written: string,
  kind: AppKind,
  raw: RawFlags,
  io: Io,
  preferred?: string,
): Promise<OneApp> {
  const { sources, name } = partsOfSource(written, io);
  const report = await survey(sources, raw, io, { adapt: withoutRules });
  const all = report.apps.filter((app) => app.kind === kind);
  const named = name === undefined ? all : all.filter((app) => isCalled(app, name));
  const chosen = named.length > 1 ? named.filter(({ apiName }) => apiName === preferred) : named;
  const [app, ...more] = chosen;
  if (app && more.length === 0) return { app, report };
  const names = all.map((one) => appId(one.kind, one.apiName)).slice(0, 20);
  const noun = kindTitles[kind];
  const found = named.length === 0 ? `no ${noun}` : counted(named.length, noun);
  throw new UserError(
    `${written} names ${found}, and one is wanted`,
    names.length > 0 ? `SOURCE#kind:API_Name says which: ${names.join(', ')}` : undefined,
  );
}

export interface AppParts {
  readonly sources: readonly string[];
  readonly name?: string;
}

/** What `SOURCE#kind:API_Name` names; a path may hold a `#` itself. */
export function partsOfSource(written: string, { cwd }: Io): AppParts {
  const at = written.lastIndexOf('#');
  if (isThere(written, cwd) || (written.startsWith('org:') && at === -1))
    return { sources: [written] };
  if (at > 0) return { sources: [written.slice(0, at)], name: written.slice(at + 1) };
  return /[/\\]/.test(written) ? { sources: [written] } : { sources: [], name: written };
}

function isThere(path: string, cwd: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
}
