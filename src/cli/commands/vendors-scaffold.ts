import { didYouMean } from '../../model/words.js';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scaffoldFiles as filesOf } from '../../fix/scaffold.js';
import type { Ruleset } from '../../model/ruleset.js';
import { unwritten, UserError } from '../../model/user-error.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, printable } from '../io.js';
import { parameterTexts, texts, type RawFlags } from '../flags.js';
import { refuseReference } from '../guide-references.js';
import { version } from '../version.js';
import { clockOf } from './audit.js';

/** Writes the files of a new External Client App as a guide demands it. Answers with the exit code. */
export async function writeScaffold(name: string, raw: RawFlags, io: Io): Promise<number> {
  await refuseReference(name);
  const ruleset = guideCalled(name);
  const apiName = String(raw['app']);
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(apiName))
    throw new UserError(
      `--app ${apiName} is no API name`,
      'letters, digits and single underscores, such as Order_Sync',
    );
  const result = await filesOf({
    ruleset,
    apiName,
    parameters: parameterTexts(texts(raw['param'])),
    now: clockOf(io),
    version,
  });
  if ('missing' in result) throw asking(ruleset, result.missing);
  const out = resolve(io.cwd, String(raw['out']));
  const there = result.files.find(({ path }) => existsSync(join(out, path)));
  if (there)
    throw new UserError(
      `${join(String(raw['out']), there.path)} is there already; nothing was written`,
    );
  for (const { path, text } of result.files) {
    try {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text, { flag: 'wx' });
    } catch (cause) {
      throw unwritten(`the file ${printable(path)}`, cause);
    }
  }
  io.stdout.write(result.files.map(({ path }) => `${join(String(raw['out']), path)}\n`).join(''));
  return exitCodes.clean.code;
}

function guideCalled(name: string): Ruleset {
  const guides = shippedRulesets.filter(({ kind }) => kind === 'vendor');
  const ids = guides.map(({ id }) => id);
  const ruleset = guides.find(({ id }) => id === name || id === `vendors/${name}`);
  if (!ruleset)
    throw new UserError(
      `no guide is called ${name}${didYouMean(name, ids)}`,
      '`ecaudit vendors` lists all',
    );
  if (isForConnectedApps(ruleset))
    throw new UserError(
      `${ruleset.id} is a guide for Connected Apps only`,
      'new Connected Apps cannot be created any more; ask the vendor for a guide for External Client Apps',
    );
  return ruleset;
}

function asking(
  { id }: Ruleset,
  missing: readonly { readonly name: string; readonly about: string }[],
): UserError {
  if (missing.length === 0) return new UserError(`what ${id} demands cannot be written to files`);
  const flags = missing.map(({ name, about }) => {
    const flag = name === 'app' ? '--app API_NAME' : `--param ${name}=VALUE`;
    return `${flag}${about === '' ? '' : ` (${about})`}`;
  });
  return new UserError(`${id} needs ${flags.join(', ')}; nothing was written`);
}

/** The guide says so, or demands it in so many words. */
function isForConnectedApps({ guideFor, appliesTo, rules }: Ruleset): boolean {
  if (!(guideFor ?? appliesTo).includes('externalClientApp')) return true;
  return rules.some(
    ({ level, when, require }) =>
      level === 'required' &&
      when === undefined &&
      'fact' in require &&
      require.fact === 'kind' &&
      require.value === 'connectedApp',
  );
}
