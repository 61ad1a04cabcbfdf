import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileText } from '../../documents/files.js';
import { withExternalClientApp } from '../../edit/app-references.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { readBytes } from '../../metadata/files/disk.js';
import { limits } from '../../metadata/limits.js';
import { decodeText } from '../../metadata/text.js';
import type { XmlElement } from '../../metadata/xml/document.js';
import { parseXml } from '../../metadata/xml/parse.js';
import { migrationChecklist } from '../../migrate/checklist.js';
import { migratedApp } from '../../migrate/files.js';
import { rawPaths, type RawApp } from '../../migrate/raw.js';
import { usesOf, type AppUse } from '../../migrate/uses.js';
import { isAskedFor } from '../../model/app.js';
import { plainText } from '../../model/unsafe-characters.js';
import { UserError } from '../../model/user-error.js';
import type { Report, ReportApp } from '../../report/report.js';
import { codeWithoutFindings } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { survey, withoutRules } from '../survey.js';
import { texts, type RawFlags } from '../flags.js';
import { refuseExisting, writeNewFiles } from '../write-texts.js';

/** Writes the External Client Apps of Connected Apps, and says what is left to do. Answers with the exit code. */
export async function migrateFiles(
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const out = typeof raw['out'] === 'string' ? raw['out'] : '';
  if (out === '') throw new UserError('--out names no folder', 'for example --out migrated');
  const asked = texts(raw['app']);
  if (asked.length === 0)
    throw new UserError('migrate files needs an app', 'for example --app Order_Sync');
  const list = typeof raw['checklist'] === 'string' ? raw['checklist'] : undefined;
  if (list !== undefined) refuseExisting('.', [list], io.cwd);
  const report = await survey(sources, raw, io, { adapt: withoutRules });
  const way = raw['newApp'] === true ? 'newApp' : 'button';
  const made = await Promise.all(
    chosenApps(report, asked).map(async (app) => {
      // What the button does with them is not documented.
      const others = way === 'newApp' ? await otherFiles(app, io.cwd) : [];
      const written = others.map(({ use }) => use);
      return { app, others, migrated: migratedApp(app, await rawApp(app, io.cwd), written) };
    }),
  );
  const checklist = made
    .map(({ app, migrated }) => migrationChecklist(app.apiName, migrated, way))
    .join('\n');
  writeNewFiles(
    out,
    made.flatMap(({ migrated, others }) => [...migrated.files, ...others.map(({ file }) => file)]),
    io.cwd,
  );
  if (list === undefined) io.stdout.write(checklist);
  else writeNewFiles('.', [{ path: list, text: checklist }], io.cwd);
  if (raw['quiet'] !== true)
    for (const { app, migrated, others } of made) {
      const count = migrated.files.length + others.length;
      tell(io, `ecaudit: ${app.apiName}: ${count} files written to ${out}`);
    }
  return codeWithoutFindings(report.summary.incomplete);
}

/** Own Connected Apps, one of each name. Throws UserError. */
function chosenApps(report: Report, asked: readonly string[]): readonly ReportApp[] {
  const apps = report.apps.filter(({ kind }) => kind === 'connectedApp');
  const missing = asked.find((glob) => !apps.some((app) => isAskedFor(app, glob)));
  const all = apps.map(({ apiName }) => apiName).slice(0, 20);
  if (missing !== undefined || apps.length === 0)
    throw new UserError(
      `there is no Connected App ${plainText(missing ?? asked.join(' or '))}`,
      all.length > 0 ? `Connected Apps: ${all.join(', ')}` : 'is the SOURCE right?',
    );
  const names = apps.map(({ apiName }) => apiName);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UserError(
      `there are several Connected Apps ${twice}`,
      'name one source, or SOURCE#connectedApp:NAME with --app',
    );
  const rows = inventoryOf(report, { asked: [], quick: false, compare: false }).apps;
  const other = rows.find(({ kind, publisher }) => kind === 'connectedApp' && publisher !== 'own');
  if (other)
    throw new UserError(
      `${other.apiName} is not yours to migrate`,
      'ecaudit migrate plan says whose app it is',
    );
  return apps;
}

interface OtherFile {
  readonly use: AppUse;
  readonly file: { readonly path: string; readonly text: string };
}

/** Files of the source that name the app, with the new app in them. */
async function otherFiles(app: ReportApp, cwd: string): Promise<readonly OtherFile[]> {
  const all = await Promise.all(
    usesOf(app).map(async (use): Promise<readonly OtherFile[]> => {
      const text = await sourceFileText(use.file, cwd);
      if (text === undefined) return [];
      const file = withExternalClientApp(use.kind, use.name, { text, app: app.apiName });
      return file ? [{ use, file }] : [];
    }),
  );
  return all.flat();
}

/** What stands in the file only: the model of an app does not keep it. Undefined where the file is not at hand. */
async function rawApp({ files: [file = ''] }: ReportApp, cwd: string): Promise<RawApp | undefined> {
  const text = await sourceFileText(file, cwd);
  const parsed = text === undefined ? undefined : parseXml(text);
  if (!parsed?.ok) return undefined;
  const { root } = parsed.document;
  const ranges = root.children
    .filter(({ name }) => name === 'ipRanges')
    .map((range) => ({
      start: childText(range, 'start'),
      end: childText(range, 'end'),
      description: childText(range, 'description'),
    }));
  return { texts: new Map(textsInElement(root, '')), ranges };
}

/** Whoever put a private key there does not get it written a second time. */
function textsInElement(
  parent: XmlElement,
  prefix: string,
): readonly (readonly [string, string])[] {
  return parent.children.flatMap((child) => {
    const path = prefix + child.name;
    const own = rawPaths.has(path) && !child.text.includes('PRIVATE KEY');
    return [...(own ? [[path, child.text] as const] : []), ...textsInElement(child, `${path}/`)];
  });
}

function childText({ children }: XmlElement, name: string): string {
  return children.find((child) => child.name === name)?.text ?? '';
}

/** The text of a file of a folder or a snapshot, or of an entry of a zip; undefined for what an org gave. */
async function sourceFileText(file: string, cwd: string): Promise<string | undefined> {
  const [, archive = '', entry = ''] = /^(.+?\.zip)\/(.+)$/i.exec(file) ?? [];
  if (archive === '' || !isFile(resolve(cwd, archive))) {
    const path = resolve(cwd, file);
    return file !== '' && isFile(path) ? fileText(path) : undefined;
  }
  const bytes = readBytes(resolve(cwd, archive), archive, limits.maxZipBytes);
  if ('kind' in bytes) return undefined;
  const { readZip } = await import('../../metadata/files/zip.js');
  const [found] = readZip(Uint8Array.from(bytes), archive, (name) => name === entry).entries;
  const text = found && decodeText(found.bytes, file);
  return text?.ok === true ? text.text : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
