import { CompletionItemKind, InsertTextFormat, type CompletionItem } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { spellingOf, scopeSpelling } from '../edit/setting-changes.js';
import { namesAt } from '../metadata/elements/catalogue.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import type { Ruleset } from '../model/ruleset.js';
import { scopeTokens } from '../settings/scopes.js';
import {
  elementAt,
  kindOfType,
  readersOf,
  settingsAt,
  type Held,
  type Reader,
  type XmlPlace,
} from './elements.js';

/** More rules and guides than these are counted, not named. */
const most = 12;

/** What an element is: its name in Setup, what it does, and who reads it. Undefined for one that nothing is known of. */
export function elementHelp(
  type: MetadataType,
  path: string,
  rulesets: readonly Ruleset[],
): string | undefined {
  if (path === '') return `**${type}**\n\n${titleOf(type)}`;
  const held = settingsAt(type, path);
  if (held.length === 0) return undefined;
  const readers = readersOf(
    held.map(({ name }) => name),
    rulesets,
  );
  return [...held.map((one) => settingHelp(one, type)), ...readerHelp(readers)].join('\n\n');
}

function titleOf(type: MetadataType): string {
  const { title, since, home } = metadataTypes[type];
  const whose = home === 'externalClientApp' ? ' of an External Client App' : '';
  return `${title}${whose}, since API version ${since}`;
}

function settingHelp({ name, definition, field }: Held, type: MetadataType): string {
  const { label, connectedAppLabel, about } = definition;
  const shown = kindOfType(type) === 'connectedApp' ? (connectedAppLabel ?? label) : label;
  const choices = valuesOfField({ name, definition, field }, type).map(
    ({ label: one }) => `\`${one}\``,
  );
  const values =
    choices.length > 0 && choices.length <= most ? `\n\nValues: ${choices.join(', ')}` : '';
  return `**${shown}** (\`${name}\`)\n\n${about}${values}`;
}

function readerHelp(readers: readonly Reader[]): readonly string[] {
  const rules = readers.filter(({ ruleset }) => ruleset.kind === 'standard');
  const guides = readers.filter(({ ruleset }) => ruleset.kind === 'vendor');
  const lines = rules.map(({ rule }) => `- \`${rule.id}\`${rule.title ? `: ${rule.title}` : ''}`);
  const titles = [...new Set(guides.map(({ ruleset }) => ruleset.title))];
  return [
    ...(lines.length > 0 ? [`Rules that read it:\n\n${cut(lines).join('\n')}`] : []),
    ...(titles.length > 0 ? [`Guides that read it: ${cut(titles).join('; ')}`] : []),
    ...(readers.length === 0 ? ['No rule reads it.'] : []),
  ];
}

function cut(items: readonly string[]): readonly string[] {
  return items.length <= most
    ? items
    : [...items.slice(0, most), `and ${items.length - most} more`];
}

/** What may stand at a place of a metadata file, in the spelling of metadata. */
export function completionsAt(
  document: TextDocument,
  place: XmlPlace,
  type: MetadataType,
  offset: number,
  snippets: boolean,
): readonly CompletionItem[] {
  const text = document.getText();
  if (place.where === 'elsewhere') return [];
  if (place.where === 'name') return nameItems(document, place, type, snippets);
  const held = settingsAt(type, elementAt(place, text));
  if (held.length > 0) return valueItems(document, place, type, held, offset);
  return elementItems(place.around, type, snippets).map((item) => ({
    ...item,
    insertText: `<${item.insertText ?? item.label}`,
  }));
}

function nameItems(
  document: TextDocument,
  place: XmlPlace,
  type: MetadataType,
  snippets: boolean,
): readonly CompletionItem[] {
  const range = {
    start: document.positionAt(place.start),
    end: document.positionAt(place.end),
  };
  if (place.closing) {
    const name = place.around.at(-1);
    return name === undefined
      ? []
      : [{ label: name, kind: CompletionItemKind.Property, textEdit: { range, newText: name } }];
  }
  // A tag that is closed already keeps what is behind its name.
  const isWhole = /^[^<>\n]*>/.test(document.getText().slice(place.end));
  return elementItems(place.around, type, snippets).map(({ insertText, ...item }) => ({
    ...item,
    textEdit: { range, newText: isWhole ? item.label : (insertText ?? item.label) },
  }));
}

/** The elements that a type has inside of others. */
function elementItems(
  around: readonly string[],
  type: MetadataType,
  snippets: boolean,
): readonly CompletionItem[] {
  if (around.length === 0) return [];
  const prefix = around
    .slice(1)
    .map((name) => `${name}/`)
    .join('');
  return namesAt(type, prefix).map((name) => {
    const [held] = settingsAt(type, prefix + name);
    return {
      label: name,
      kind: CompletionItemKind.Property,
      ...(held && { detail: labelIn(held, type), documentation: held.definition.about }),
      insertText: snippets ? `${name}>$0</${name}>` : `${name}></${name}>`,
      ...(snippets && { insertTextFormat: InsertTextFormat.Snippet }),
    };
  });
}

function labelIn({ definition: { label, connectedAppLabel } }: Held, type: MetadataType): string {
  return kindOfType(type) === 'connectedApp' ? (connectedAppLabel ?? label) : label;
}

/** Values replace the one that stands there; in a list with commas, the entry that is being typed. */
function valueItems(
  document: TextDocument,
  place: XmlPlace,
  type: MetadataType,
  held: readonly Held[],
  offset: number,
): readonly CompletionItem[] {
  const all = document.getText().slice(place.start, place.end);
  const at = offset - place.start;
  const isList = held.some(({ field }) => field.path.toLowerCase().startsWith('comma'));
  const before = isList ? all.lastIndexOf(',', at - 1) + 1 : 0;
  const after = isList && all.includes(',', at) ? all.indexOf(',', at) : all.length;
  const entry = all.slice(before, after);
  // A value that is being typed before its end tag ends where the line does.
  const written = entry.split(/\r?\n/, 1)[0] ?? '';
  const lead = entry.length - entry.trimStart().length;
  const value = lead < written.length ? written.trim() : '';
  const start =
    place.start + before + (value === '' ? Math.min(lead, Math.max(at - before, 0)) : lead);
  const range = {
    start: document.positionAt(start),
    end: document.positionAt(start + value.length),
  };
  return held
    .flatMap((one) => valuesOfField(one, type))
    .map((item) => ({
      ...item,
      kind: CompletionItemKind.EnumMember,
      textEdit: { range, newText: item.label },
    }));
}

interface Value {
  readonly label: string;
  readonly detail?: string;
}

function valuesOfField({ name, definition, field }: Held, type: MetadataType): readonly Value[] {
  const kind = kindOfType(type);
  switch (field.read) {
    case 'flag':
    case 'inverted':
      return [{ label: 'true' }, { label: 'false' }];
    case 'switch':
    case 'choice': {
      const { read } = field;
      return Object.keys(definition.values ?? {}).flatMap((value) => {
        const label = spellingOf(name, value, kind, read);
        return label === undefined ? [] : [{ label, detail: value }];
      });
    }
    case 'scopes':
      return scopeValues(kind);
    case 'text':
    case 'count':
    case 'lines':
    case 'commas':
    case 'elements':
    case 'entries':
    case 'present':
    case 'filled':
    case 'given':
    case 'ranges':
    case 'attributes':
      return [];
  }
}

/** Every token of a scope; of the one that the kinds of app spell differently, theirs. */
function scopeValues(kind: ReturnType<typeof kindOfType>): readonly Value[] {
  const own = scopeSpelling('sfap_api', kind);
  return Object.entries(scopeTokens)
    .filter(([token, scope]) => scope !== 'sfap_api' || token === own)
    .map(([label, detail]) => ({ label, detail }));
}
