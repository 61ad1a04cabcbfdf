// Metadata files made in a test, read without touching the disk.
import type { App } from '../../src/model/app.js';
import type { Location } from '../../src/model/location.js';
import type { Problem } from '../../src/report/problem.js';
import type { Setting, SettingName } from '../../src/settings/settings.js';
import type { MetadataType } from '../../src/model/metadata-types.js';
import { buildApps } from '../../src/metadata/apps.js';
import { readMetadataFile } from '../../src/metadata/document.js';
import type { Part } from '../../src/metadata/part.js';
import { identify } from '../../src/metadata/files/types.js';

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

export interface Read {
  readonly apps: readonly App[];
  readonly problems: readonly Problem[];
}

/** What the files are read as. */
export function readAll(files: Files): Read {
  const parts: Part[] = [];
  const problems: Problem[] = [];
  for (const [file, text] of Object.entries(files)) {
    const identity = identify(file.slice(file.lastIndexOf('/') + 1));
    if (!identity) throw new Error(`${file} is no metadata file`);
    const type = identity.type as MetadataType;
    const outcome = readMetadataFile(new TextEncoder().encode(text), {
      type,
      name: identity.name,
      file,
    });
    if (outcome.part) parts.push(outcome.part);
    problems.push(...outcome.problems);
  }
  const built = buildApps('src', parts);
  return { apps: built.apps, problems: [...problems, ...built.problems] };
}

/** The one app that the files are. */
export function theApp(files: Files): App {
  const { apps } = readAll(files);
  const [app] = apps;
  if (!app || apps.length > 1) throw new Error(`${apps.length} apps`);
  return app;
}

/** A setting of the one app. */
export function settingOf(files: Files, name: SettingName): Setting {
  return theApp(files).settings[name];
}

/** What stands in a range, found by counting lines as an editor does. */
export function slice(files: Files, location: Location | undefined): string | undefined {
  const text = location && files[location.file]?.replace(/^\ufeff/, '');
  if (!location || text === undefined) return undefined;
  const lines = text.split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const { startLine, startColumn, endLine, endColumn } = location;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}

const header = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A file of a type: `inner` inside its root element. */
export function xml(root: string, inner: string): string {
  return `${header}<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}\n</${root}>\n`;
}

/** `raw` inside the elements of a path: `<a>`, `<b>` of `a/b`. */
export function nested(path: string, raw: string): string {
  const names = path.split('/');
  const open = names.map((name) => `<${name}>`).join('\n  ');
  return `${open}${raw}${names
    .toReversed()
    .map((name) => `</${name}>`)
    .join('\n  ')}`;
}

/** Short names of the part files of an External Client App, with the path of the file of the app `A`. */
export const parts = {
  header: ['ExternalClientApplication', 'externalClientApps/A.eca-meta.xml'],
  global: [
    'ExtlClntAppGlobalOauthSettings',
    'extlClntAppGlobalOauthSets/A_g.ecaGlblOauth-meta.xml',
  ],
  oauth: ['ExtlClntAppOauthSettings', 'extlClntAppOauthSettings/A_o.ecaOauth-meta.xml'],
  policies: [
    'ExtlClntAppOauthConfigurablePolicies',
    'extlClntAppOauthPolicies/A_p.ecaOauthPlcy-meta.xml',
  ],
  plugins: ['ExtlClntAppConfigurablePolicies', 'extlClntAppPolicies/A_c.ecaPlcy-meta.xml'],
  security: [
    'ExtlClntAppOauthSecuritySettings',
    'extlClntAppOauthSecuritySettings/A_x.ecaOauthSecurity-meta.xml',
  ],
  saml: [
    'ExtlClntAppSamlConfigurablePolicies',
    'extlClntAppSamlConfigurablePolicies/A_s.ecaSamlPlcy-meta.xml',
  ],
  canvas: ['ExtlClntAppCanvasSettings', 'extlClntAppCanvasSettings/A_v.ecaCanvas-meta.xml'],
  mobile: ['ExtlClntAppMobileSettings', 'extlClntAppMobileSettings/A_m.ecaMobile-meta.xml'],
  mobilePolicies: [
    'ExtlClntAppMobileConfigurablePolicies',
    'extlClntAppMobilePolicies/A_mp.ecaMobilePlcy-meta.xml',
  ],
  push: ['ExtlClntAppPushSettings', 'extlClntAppPushSettings/A_u.ecaPush-meta.xml'],
  pushPolicies: [
    'ExtlClntAppPushConfigurablePolicies',
    'extlClntAppPushPolicies/A_up.ecaPushPlcy-meta.xml',
  ],
} as const;

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly PartName[];

/** The name of a part's file. */
export function fileOf(part: PartName | 'app'): string {
  return part === 'app' ? 'connectedApps/A.connectedApp-meta.xml' : parts[part][1];
}

/** A Connected App `A` with this inside. */
export function ca(inner: string): Files {
  return { [fileOf('app')]: xml('ConnectedApp', inner) };
}

/** The named part files of the External Client App `A`, each with its link and this inside. */
export function eca(inner: Partial<Readonly<Record<PartName, string>>>): Files {
  const entries = Object.entries(inner).map(([name, content]) => {
    const [root, file] = parts[name as PartName];
    const link =
      name === 'header' ? '' : '<externalClientApplication>A</externalClientApplication>\n';
    return [file, xml(root, link + content)] as const;
  });
  return Object.fromEntries(entries);
}

/** Every part file of the External Client App `A`, empty but for these. */
export function wholeEca(inner: Partial<Readonly<Record<PartName, string>>> = {}): Files {
  return eca({ ...Object.fromEntries(partNames.map((name) => [name, ''])), ...inner });
}

/** An app of the kind that `part` belongs to, with `raw` at a path of that part. */
export function appWith(part: PartName | 'app', path: string, raw: string): Files {
  if (part === 'app') return ca(nested(path, raw));
  return eca({
    header: '',
    oauth: '',
    policies: '',
    plugins: '',
    push: '',
    [part]: nested(path, raw),
  });
}
