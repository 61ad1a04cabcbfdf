import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { typeCatalogue } from '../metadata/elements/catalogue.js';
import type { Change } from '../edit/change.js';

/** The API version that files are deployed with, and the file that says so. */
export interface DeployVersion {
  readonly version: number;
  readonly from: string;
}

const said = [
  { name: 'sfdx-project.json', pattern: /"sourceApiVersion"\s*:\s*"(\d{1,3})(?:\.\d+)?"/ },
  { name: 'package.xml', pattern: /<version>\s*(\d{1,3})(?:\.\d+)?\s*<\/version>/ },
] as const;

/** Finds for a path the nearest `sourceApiVersion`, or `package.xml`, upwards. Undefined where nothing says it. */
export function versionFinder(): (path: string) => DeployVersion | undefined {
  const known = new Map<string, DeployVersion | undefined>();
  const find = (folder: string): DeployVersion | undefined => {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const found = versionIn(folder) ?? (parent === folder ? undefined : find(parent));
    known.set(folder, found);
    return found;
  };
  return (path) => find(dirname(path));
}

function versionIn(folder: string): DeployVersion | undefined {
  for (const { name, pattern } of said) {
    const version = pattern.exec(textAt(join(folder, name)) ?? '')?.[1];
    if (version !== undefined) return { version: Number(version), from: name };
  }
  return undefined;
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    // Not there, or not to be read: then it says nothing.
    return undefined;
  }
}

/** Why an element may not be made: the version that a deployment uses does not know it. */
export function tooNew(change: Change, found: DeployVersion | undefined): string | undefined {
  const since = typeCatalogue(change.part).settings.get(change.path)?.field.since;
  if (since === undefined || !found || since <= found.version) return undefined;
  const name = change.path.slice(change.path.lastIndexOf('/') + 1);
  return `<${name}> needs API version ${since}, and ${found.from} says ${found.version}; raise it first`;
}
