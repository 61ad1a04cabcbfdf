import { didYouMean } from '../../model/words.js';
import { definitionOf, settingNames, type SettingName } from '../../settings/settings.js';
import type { Definition } from '../../settings/definition.js';
import { homeOf } from '../../settings/places.js';
import { UserError } from '../../model/user-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { ListFormat } from '../options.js';
import { styleOf } from '../style.js';
import { indented } from '../../report/text/wrap.js';
import { matchesGlob } from '../../model/glob.js';

/** Prints the settings catalogue, or the settings that names and globs ask for. */
export function printSettings(names: readonly string[], format: ListFormat, io: Io): number {
  const { found, near } = findNames(names, settingNames);
  const wanted = names.length === 0 ? settingNames : found;
  if (wanted.length === 0) {
    throw new UserError(
      `no setting is called ${names.join(' or ')}${near}`,
      '`ecaudit settings` lists all of them',
    );
  }
  io.stdout.write(
    format === 'json'
      ? settingsAsJson(wanted)
      : settingsAsText(wanted, styleOf(io, 'never', false).width),
  );
  return exitCodes.clean.code;
}

function settingsAsJson(names: readonly SettingName[]): string {
  const entries = names.map((name) => {
    const { type, values, label, connectedAppLabel, about, connectedApp, externalClientApp } =
      definitionOf(name);
    return {
      name,
      type,
      ...(values ? { values } : {}),
      label,
      ...(connectedAppLabel === undefined ? {} : { connectedAppLabel }),
      about,
      connectedApp,
      externalClientApp,
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function settingsAsText(names: readonly SettingName[], width: number): string {
  const entries = names.map((name) =>
    entry(name, definitionOf(name), Math.max(width, narrowestSettings)),
  );
  return `${entries.join('\n\n')}\n`;
}

/** Narrower than this the texts have no room beside their names. */
const narrowestSettings = 60;

function entry(name: SettingName, definition: Definition, width: number): string {
  const values = definition.values ? `: ${Object.keys(definition.values).join(' | ')}` : '';
  const { label, connectedAppLabel } = definition;
  const labels =
    connectedAppLabel === undefined
      ? `"${label}"`
      : `"${label}" (Connected App: "${connectedAppLabel}")`;
  const rows = {
    Setup: labels,
    means: definition.about,
    'External Client App': homeOf(definition.externalClientApp),
    'Connected App': homeOf(definition.connectedApp),
  };
  return [
    ...indented(`${name}  (${definition.type}${values})`, width, '  ', ''),
    ...Object.entries(rows).flatMap(([head, text]) =>
      indented(text, width, ' '.repeat(22), `  ${head.padEnd(20)}`),
    ),
  ].join('\n');
}

/**
 * The names that words mean: by name or glob, else those that have a word in them, whatever the case. What a word may have
 * been meant to be is said where it means none.
 */
function findNames<T extends string>(
  words: readonly string[],
  names: readonly T[],
): { readonly found: readonly T[]; readonly near: string } {
  const exact = names.filter((name) => words.some((word) => matchesGlob(word, name)));
  const found =
    exact.length > 0
      ? exact
      : names.filter((name) =>
          words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
        );
  const near = found.length > 0 ? '' : words.map((word) => didYouMean(word, names)).join('');
  return { found, near };
}
