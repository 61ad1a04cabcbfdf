import { didYouMean } from '../../model/words.js';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCalled, type App } from '../../model/app.js';
import { writeWhole } from '../../documents/staged-file.js';
import { unwritten, UserError } from '../../model/user-error.js';
import { shippedRuleset } from '../../rulesets/shipped.js';
import { defaultSources } from '../../metadata/source.js';
import { readSource } from '../../audit/read-source.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { newRuleset } from '../rules/new-ruleset.js';

/** Writes a ruleset that starts from what an app has. Throws UserError where there is no such app, or two. */
export async function newRules(
  sources: readonly string[],
  { fromApp, out, force }: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const name = String(fromApp);
  const app = appCalled(name, await appsIn(sources, io.cwd));
  const id = `vendors/${idOf(app)}`;
  const text = newRuleset(app, { id, today: io.now().toISOString().slice(0, 10) });
  if (typeof out !== 'string') {
    io.stdout.write(text);
    return exitCodes.clean.code;
  }
  writeRuleset(resolve(io.cwd, out), out, text, force === true);
  io.stdout.write(`Wrote ${id} to ${out}.\nNext: ecaudit rules test ${out}\n`);
  return exitCodes.clean.code;
}

async function appsIn(sources: readonly string[], cwd: string): Promise<readonly App[]> {
  const paths = sources.length > 0 ? sources : (await defaultSources(cwd)).sources;
  const apps: App[] = [];
  for (const path of paths) apps.push(...(await readSource(path, cwd)).apps);
  return apps;
}

function appCalled(name: string, apps: readonly App[]): App {
  const [app, other] = apps.filter((one) => isCalled(one, name));
  if (app && !other) return app;
  if (app && other)
    throw new UserError(
      `several apps are called ${name}: ${app.id} in ${app.folder}, ${other.id} in ${other.folder}`,
      'name the kind as well, as in externalClientApp:NAME, or the folder as SOURCE',
    );
  const names = apps.map(({ apiName }) => apiName);
  throw new UserError(
    `there is no app called ${name}${didYouMean(name, names)}`,
    names.length === 0 ? 'no app was found there at all' : '`ecaudit -v` lists the apps',
  );
}

/** A name for the ruleset that no shipped one has. */
function idOf({ label, apiName }: App): string {
  const words = (label || apiName).toLowerCase().split(/[^a-z0-9]+/);
  const own = words.filter(Boolean).join('-') || 'my-vendor';
  return shippedRuleset(`vendors/${own}`) ? `${own}-own` : own;
}

function writeRuleset(path: string, shown: string, text: string, force: boolean): void {
  if (!force && existsSync(path))
    throw new UserError(
      `${shown} exists already`,
      '--force writes it anew; what stands in it is lost',
    );
  try {
    writeWhole(path, text);
  } catch (cause) {
    throw unwritten(shown, cause);
  }
}
