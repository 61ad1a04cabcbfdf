import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { operators } from '../conditions/operators/table.js';
import { readYaml } from '../documents/document.js';
import { membersOfYaml, memberOf } from '../documents/diagnostics.js';
import { ruleLevels, type Ruleset } from '../model/ruleset.js';
import { severities } from '../report/severity.js';
import { scopeTokens } from '../settings/scopes.js';
import { definitionOf, isSettingName, settingNames } from '../settings/settings.js';
import { appKinds } from '../model/metadata-types.js';
import {
  type YamlKind,
  keysAt,
  listedAt,
  yamlPlaceAt,
  type Choice,
  type YamlPlace,
} from './yaml-files.js';

/** A word of a ruleset or a configuration. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const inWord = /[\w.:/*-]/;

/** The word at an offset; empty where none stands. A colon at its end belongs to the file, not to the word. */
export function wordAt(text: string, offset: number): Word {
  let start = offset;
  let end = offset;
  while (start > 0 && inWord.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && inWord.test(text.charAt(end))) end += 1;
  const word = text.slice(start, end);
  const own = word.replace(/^-+/, '').replace(/:$/, '');
  const from = start + word.indexOf(own);
  return { text: own, start: from, end: from + own.length };
}

/** Keys of rulesets that are also names of settings: there they mean the key. */
const keysFirst: ReadonlySet<string> = new Set(['kind', 'label', 'description']);

/** What the word at an offset means: a setting, a rule, or a ruleset. */
export function wordHelp(
  text: string,
  offset: number,
  rulesets: readonly Ruleset[],
): string | undefined {
  const word = wordAt(text, offset);
  const isKey = /^["']?\s*:/.test(text.slice(word.end));
  if (isSettingName(word.text)) {
    if (isKey && keysFirst.has(word.text)) return undefined;
    const { label, about, type, values } = definitionOf(word.text);
    const choices = values ? `\n\nValues: ${Object.keys(values).join(', ')}` : '';
    return `**${label}** (\`${word.text}\`, ${type})\n\n${about}${choices}`;
  }
  const rule = rulesets.flatMap(({ rules }) => rules).find(({ id }) => id === word.text);
  if (rule)
    return [`**${rule.title ?? rule.id}** (\`${rule.id}\`)`, rule.why].filter(Boolean).join('\n\n');
  const ruleset = rulesets.find(({ id }) => id === word.text);
  return ruleset && `**${ruleset.title}** (\`${ruleset.id}\`)\n\n${ruleset.rules.length} rules`;
}

/** What may stand at an offset of a ruleset or a configuration. */
export function yamlCompletions(
  document: TextDocument,
  offset: number,
  kind: YamlKind,
  rulesets: readonly Ruleset[],
): readonly CompletionItem[] {
  const text = document.getText();
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const place = yamlPlaceAt(text, offset);
  const names = namesFor({ line, text, offset, kind, place }, rulesets);
  const keys = place.isBare && names.length === 0 ? keysAt(kind, place.around) : [];
  const typed = /[\w.:/*-]*$/.exec(line)?.[0] ?? '';
  // In `fact:label` nothing but what is behind the colon is being typed.
  const own =
    /:[^/]*$/.test(typed) && !typed.includes('/') ? typed.slice(typed.indexOf(':') + 1) : typed;
  const rest = /^[\w./*-]*/.exec(text.slice(offset))?.[0] ?? '';
  const range = {
    start: document.positionAt(offset - own.length),
    end: document.positionAt(offset + rest.length),
  };
  const isFollowed = /^["']?\s*:/.test(text.slice(offset + rest.length));
  const itemOf = ({ name, about }: Choice, isKey: boolean): CompletionItem => ({
    label: name,
    kind: isKey ? CompletionItemKind.Property : CompletionItemKind.Value,
    ...(about !== undefined && { detail: about }),
    textEdit: { range, newText: isKey && !isFollowed ? `${name}: ` : name },
  });
  return [...names.map((one) => itemOf(one, false)), ...keys.map((one) => itemOf(one, true))];
}

/** Where somebody types. */
interface Typing {
  /** The line up to there. */
  readonly line: string;
  readonly text: string;
  readonly offset: number;
  readonly kind: YamlKind;
  readonly place: YamlPlace;
}

function namesFor(
  { line, text, offset, kind: file, place }: Typing,
  rulesets: readonly Ruleset[],
): readonly Choice[] {
  const key = /(?:^|[\s{,["'-])([A-Za-z]+)["']?\s*:\s*["']?[\w.:/*-]*$/.exec(line)?.[1];
  const ofList = /(?:^|[\s{,])["']?([A-Za-z]+)["']?\s*:\s*\[[^\]]*$/.exec(line)?.[1];
  // An entry of a list in a line of its own: `- flows`.
  const ofLines = /^\s*-\s+["']?[\w.:/*-]*$/.test(line) ? place.around.at(-1) : undefined;
  const own = key ?? ofList ?? ofLines;
  switch (own) {
    case 'fact':
      return factChoices(text);
    case 'operator':
      return Object.keys(operators).map((name) => ({ name }));
    case 'value':
      return valueNames(text, offset);
    case 'severity':
      return [...severities, 'off'].map((name) => ({ name }));
    case 'failOn':
      return [...severities, 'never'].map((name) => ({ name }));
    case 'level':
      return ruleLevels.map((name) => ({ name }));
    case 'kind':
      return ['standard', 'vendor'].map((name) => ({ name }));
    case 'appliesTo':
      return appKinds.map((name) => ({ name }));
    case 'rule':
    case 'echoes':
      return rulesets.flatMap(({ rules }) =>
        rules.map(({ id, title }) => ({ name: id, ...(title !== undefined && { about: title }) })),
      );
    case 'vendor':
    case 'vendors':
      return idsOf(rulesets.filter(({ kind }) => kind === 'vendor'));
    case 'rulesets':
    case 'extends':
      return [{ name: 'recommended' }, ...idsOf(rulesets)];
    case undefined:
      return [];
    default:
      return listedAt(file, place.around.at(-1) === own ? place.around : [...place.around, own]);
  }
}

function idsOf(rulesets: readonly Ruleset[]): readonly Choice[] {
  return rulesets.map(({ id, title }) => ({ name: id, about: title }));
}

/** Settings, the parameters of the file, and today. */
function factChoices(text: string): readonly Choice[] {
  const document = readYaml(text, '');
  const parameters = 'data' in document ? membersOfYaml(memberOf(document.data, 'parameters')) : [];
  return [
    ...settingNames.map((name) => ({ name, about: definitionOf(name).label })),
    ...parameters.map(([name]) => ({ name: `param.${name}` })),
    { name: 'today' },
  ];
}

/** The values of the fact that stands in the same condition: the last one before. */
function valueNames(text: string, offset: number): readonly Choice[] {
  const before = text.slice(Math.max(0, offset - 400), offset);
  const fact = [...before.matchAll(/fact["']?\s*:\s*["']?([\w.]+)/g)].at(-1)?.[1] ?? '';
  if (fact === 'scopes') return [...new Set(Object.values(scopeTokens))].map((name) => ({ name }));
  if (!isSettingName(fact)) return [];
  const { type, values = {} } = definitionOf(fact);
  if (type === 'boolean') return [{ name: 'true' }, { name: 'false' }];
  return Object.keys(values).map((name) => ({ name }));
}
