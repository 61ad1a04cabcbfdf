import { projectFileName } from './project.js';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Location } from '../../model/location.js';
import { isGenerated } from '../../settings/placeholder.js';
import { type Problem, problem } from '../../report/problem.js';
import { indexLines, readFileText } from '../text.js';
import type { XmlElement } from '../xml/document.js';
import { displayPath } from './disk.js';

/**
 * One entry of `replacements` in sfdx-project.json: a deployment puts something else where a text stands in the files that it
 * names. https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_ws_string_replace.htm
 */
interface TextReplacement {
  readonly isAbout: (path: string) => boolean;
  readonly text: string;
  /** What stands there instead, as a template: `${VARIABLE}`. */
  readonly template: string;
  readonly location: Location;
}

/** Makes of a root element what is deployed, and tells what was replaced in it. */
export type Deployment = (root: XmlElement) => Deployed;

export interface Deployed {
  readonly root: XmlElement;
  readonly replaced: readonly Replaced[];
}

/** A value by the offsets of its text, and the first entry that changes it. */
interface Replaced extends Pick<TextReplacement, 'template'> {
  readonly start: number;
  readonly end: number;
  readonly by: Location;
}

/** What the replacements of a project do to its files. */
export interface Replacements {
  /** Makes of a root what is deployed; undefined for a file that no replacement names. `path` is absolute. */
  readonly of: (path: string) => Deployment | undefined;
  /** A note for each entry that changed a value that was read. */
  readonly problems: () => readonly Problem[];
}

/** The replacements of the project that a folder (absolute) is in; undefined where it has none. */
export function findReplacements(folder: string, displayRoot: string): Replacements | undefined {
  const root = rootOf(folder);
  const all = root === undefined ? [] : readReplacements(root, displayRoot);
  if (root === undefined || all.length === 0) return undefined;
  const used = new Map<TextReplacement, number>();
  return {
    of: (path) => {
      const below = relative(root, path).replaceAll(sep, '/');
      const about = all.filter(({ isAbout }) => isAbout(below));
      return about.length === 0 ? undefined : (element) => deployedRoot(element, about, used);
    },
    problems: () => [...used].map(([one, count]) => replacementProblem(one, count)),
  };
}

function rootOf(folder: string): string | undefined {
  let at = folder;
  while (!existsSync(join(at, projectFileName))) {
    if (at === dirname(at)) return undefined;
    at = dirname(at);
  }
  return at;
}

function readReplacements(root: string, displayRoot: string): readonly TextReplacement[] {
  const path = join(root, projectFileName);
  const file = displayPath(path, displayRoot);
  const read = readFileText(path, file);
  // What is wrong with the file is told where its package directories are read.
  if (!read.ok || !read.text.includes('"replacements"')) return [];
  const list = jsonField(parseProjectData(read.text), 'replacements');
  if (!Array.isArray(list)) return [];
  const lines = indexLines(file, read.text);
  let from = 0;
  return list.slice(0, mostReplacements).flatMap((entry: unknown): TextReplacement[] => {
    const text = textField(entry, 'stringToReplace');
    const source = textField(entry, 'replaceWithEnv') || textField(entry, 'replaceWithFile');
    if (text === '' || source === '') return [];
    const quoted = JSON.stringify(text);
    const at = Math.max(0, read.text.indexOf(quoted, from));
    from = at + quoted.length;
    const name = source.replaceAll(/[{}$]/g, '').slice(0, 80);
    const location = lines.locate(at, from);
    return [{ isAbout: fileMatcher(entry), text, template: `\${${name}}`, location }];
  });
}

const mostReplacements = 1_000;

/** `filename` is one path, `glob` a pattern; both start at the project. */
function fileMatcher(entry: unknown): (path: string) => boolean {
  const name = textField(entry, 'filename').replace(/^\.\//, '');
  const glob = textField(entry, 'glob').replace(/^\.\//, '');
  const pattern = glob === '' || glob.length > 300 ? undefined : globPattern(glob);
  return (path) => path === name || pattern?.test(path) === true;
}

const globSigns: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

/** Each star costs time on names made for it: more than a few of them are taken for one. */
function globPattern(glob: string): RegExp {
  const short = (glob.match(/\*/g) ?? []).length > 8 ? glob.replace(/\*.*\*/, '**') : glob;
  const pieces = short.split(/(\*\*\/|\*\*|\*|\?|\{[^{}]*\})/);
  const source = pieces.map((piece) => {
    if (piece.startsWith('{'))
      return `(?:${piece.slice(1, -1).split(',').map(escapePattern).join('|')})`;
    return globSigns[piece] ?? escapePattern(piece);
  });
  return new RegExp(`^${source.join('')}$`);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

function deployedRoot(
  root: XmlElement,
  about: readonly TextReplacement[],
  used: Map<TextReplacement, number>,
): Deployed {
  const replaced: Replaced[] = [];
  const tell = (one: TextReplacement, { textStart: start, textEnd: end }: XmlElement): void => {
    used.set(one, (used.get(one) ?? 0) + 1);
    replaced.push({ start, end, template: one.template, by: one.location });
  };
  return { root: deployed(root, about, tell), replaced };
}

/** A real secret stays one: that something will be put in its place does not make anybody forget it. */
function deployed(
  element: XmlElement,
  about: readonly TextReplacement[],
  tell: (one: TextReplacement, element: XmlElement) => void,
): XmlElement {
  if (element.children.length > 0) {
    return { ...element, children: element.children.map((child) => deployed(child, about, tell)) };
  }
  if (element.text === '' || isGenerated(element.text)) return element;
  let { text } = element;
  for (const one of about) {
    if (!text.includes(one.text)) continue;
    text = text.replaceAll(one.text, () => one.template);
    tell(one, element);
  }
  return text === element.text ? element : { ...element, text };
}

function replacementProblem({ template, location }: TextReplacement, count: number): Problem {
  const values = count === 1 ? 'a value' : `${count} values`;
  const message = `a deployment puts ${template} into ${values}, so that nobody can tell here what will stand there`;
  return problem('replaced-at-deployment', message, location);
}

function parseProjectData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told where the package directories are read.
    return undefined;
  }
}

function jsonField(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function textField(value: unknown, key: string): string {
  const field = jsonField(value, key);
  return typeof field === 'string' ? field : '';
}
