import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileNamings, identify } from '../../src/metadata/files/types.js';

/** One metadata component of a fake org. */
export interface Component {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  /** Its path in the zip of a retrieve, below the root of the package. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** An installed one is listed and never retrieved, as in a real org. */
  readonly installed: boolean;
}

/** Settings are one type with many members; the reader knows them by the names of their files. */
function metadataTypeOf(type: string): string {
  return type.endsWith('Settings') && type in settingsMembers ? 'Settings' : type;
}

const settingsMembers: Readonly<Record<string, string>> = {
  OauthOidcSettings: 'OauthOidc',
  ConnectedAppSettings: 'ConnectedApp',
  ExternalClientAppSettings: 'ExternalClientApp',
  SecuritySettings: 'Security',
};

/** Files that are no part of an app, and where a retrieve puts them. */
const others: Readonly<Record<string, { readonly type: string; readonly directory: string }>> = {
  profile: { type: 'Profile', directory: 'profiles' },
  profileSessionSetting: { type: 'ProfileSessionSetting', directory: 'profileSessionSettings' },
  mcpServerDefinition: { type: 'McpServerDefinition', directory: 'mcpServerDefinitions' },
  oauthtokenexchangehandler: {
    type: 'OauthTokenExchangeHandler',
    directory: 'oauthtokenexchangehandlers',
  },
};

/** Makes a component of a file in source or in Metadata API format; undefined when it is no app metadata. */
export function componentOf(
  file: string,
  bytes: Uint8Array,
  serial: number,
): Component | undefined {
  const base = basename(file).replace(/-meta\.xml$/, '');
  const dot = base.lastIndexOf('.');
  const other = others[base.slice(dot + 1)];
  if (other) {
    const { type, directory } = other;
    const fullName = base.slice(0, dot);
    const path = `${directory}/${base}`;
    return { type, fullName, id: idOf(type, serial), path, bytes, installed: false };
  }
  const identity = identify(basename(file));
  if (!identity || identity.ignored || !(identity.type in fileNamings)) return undefined;
  const { directory, suffix } = fileNamings[identity.type as keyof typeof fileNamings];
  return {
    type: metadataTypeOf(identity.type),
    fullName: identity.name,
    id: idOf(identity.type, serial),
    path: `${directory}/${identity.name}.${suffix}`,
    bytes,
    installed: false,
  };
}

const prefixes: Readonly<Record<string, string>> = {
  ConnectedApp: '0H4',
  ExternalClientApplication: '0xI',
};

/** An id with 18 characters, the last three of which repeat what the others say. */
export function idOf(type: string, serial: number): string {
  return `${prefixes[type] ?? '0zz'}${String(serial).padStart(12, '0')}AAA`;
}

/** The components below a folder; of a component that stands there several times, the first one. */
export function componentsIn(folder: string): readonly Component[] {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const found = new Map<string, Component>();
  for (const [serial, file] of files.entries()) {
    const component = componentOf(file, readFileSync(file), serial + 1);
    if (component && !found.has(component.path)) found.set(component.path, component);
  }
  return [...found.values()];
}
