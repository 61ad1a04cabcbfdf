// What is in the files of ../shared/corpus, read by saxes and by the facts: what our reading is held to, which shares nothing with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import type { SettingValue } from '../../src/settings/settings.js';
import { spellings, tokens, type Fact } from './facts.js';
import { parts } from './parts.js';

/** A leaf or a parent, with what stands between its tags. */
export interface Element {
  readonly path: string;
  readonly text: string;
  readonly raw: string;
  readonly leaf: boolean;
}

export interface File {
  readonly repository: string;
  readonly path: string;
  readonly text: string;
  readonly type: string;
  readonly name: string;
  readonly elements: readonly Element[];
}

const suffixes: Readonly<Record<string, string>> = {
  connectedApp: 'ConnectedApp',
  settings: 'Settings',
  ...Object.fromEntries(
    Object.values(parts).map(([type, path]) => [/\.(\w+)-meta/.exec(path)?.[1] ?? '', type]),
  ),
};

function readElements(text: string): readonly Element[] {
  const parser = new SaxesParser({ xmlns: true });
  const open: { name: string; from: number; text: string; leaf: boolean; nil: boolean }[] = [];
  const found: Element[] = [];
  const add = (value: string): void => {
    const last = open.at(-1);
    if (last) last.text += value;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    if (parent) parent.leaf = false;
    open.push({
      name: tag.name,
      from: parser.position,
      text: '',
      leaf: true,
      nil: 'xsi:nil' in tag.attributes,
    });
  });
  parser.on('closetag', () => {
    const path = open
      .slice(1)
      .map(({ name }) => name)
      .join('/');
    const done = open.pop();
    if (!done || path === '' || done.nil) return;
    const to = Math.max(done.from, text.lastIndexOf('</', parser.position));
    found.push({
      path,
      text: done.text.trim(),
      raw: text.slice(done.from, to).trim(),
      leaf: done.leaf,
    });
  });
  parser.write(text).close();
  return found;
}

/** The files of the manifest whose names say a type that we read. */
export function readManifest(corpus: string): readonly File[] {
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [repo = '', , inRepo = ''] = row.split('\t');
    const [, name = '', suffix = ''] =
      /([^/]+)\.(\w+)$/.exec(inRepo.replace(/-meta\.xml$/, '')) ?? [];
    const type = suffixes[suffix];
    if (type === undefined) return [];
    const repository = repo.replace('/', '__');
    const path = `${repository}/${inRepo}`;
    const text = readFileSync(join(corpus, path), 'utf8');
    return [
      { repository, path, text, type, name, elements: readElements(text.replace(/^\ufeff/, '')) },
    ];
  });
}

export const typeOf = ([, part]: Fact): string =>
  part === 'app' ? 'ConnectedApp' : parts[part][0];

/** What the elements of one path say; undefined when nothing that counts. */
export function valueOf(
  [name, part, , how]: Fact,
  elements: readonly Element[],
): SettingValue | undefined {
  const [first] = elements;
  if (!first) return undefined;
  const { text } = first;
  const pieces = (separator: RegExp): readonly string[] =>
    elements
      .flatMap((one) => one.text.split(separator))
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const spelled = (): string | undefined => {
    const kind = part === 'app' ? 'app' : 'eca';
    const bare = (one: string): string => one.split(':')[0]?.toLowerCase() ?? '';
    return spellings.find(([n, k, s]) => n === name && k === kind && bare(s) === bare(text))?.[3];
  };
  switch (how) {
    case 'text':
      return text;
    case 'flag':
      return text === '' ? undefined : text === 'true';
    case 'not':
      return text === '' ? undefined : text !== 'true';
    case 'number':
      return text === '' ? undefined : Number(text);
    case 'enum':
      return spelled();
    case 'commas':
      return pieces(/,/);
    case 'lines':
      return pieces(/[\r\n]+/);
    case 'scopes':
      return [...new Set(pieces(/,/).map((token) => tokens[token] ?? token))];
    case 'each':
      return elements.map((one) => one.text);
    case 'there':
      return true;
    case 'filled':
      return elements.some((one) => one.text !== '');
    case 'ranges':
    case 'attributes':
      return undefined;
  }
}
