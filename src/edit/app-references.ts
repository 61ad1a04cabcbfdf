import type { XmlElement } from '../metadata/xml/document.js';
import { parseXml } from '../metadata/xml/parse.js';
import { indentAt, fileLayout } from './layout.js';
import { applyEdits, type TextEdit, escapeXml } from './text-edits.js';

/** Files that name a Connected App and can name an External Client App in its place, and where a retrieve puts them. */
const referringKinds = {
  CustomPermission: { folder: 'customPermissions', suffix: 'customPermission', edits: renamed },
  NotificationTypeConfig: {
    folder: 'notificationTypeConfig',
    suffix: 'config',
    edits: editNotifications,
  },
  OauthTokenExchangeHandler: {
    folder: 'oauthtokenexchangehandlers',
    suffix: 'oauthtokenexchangehandler',
    edits: enabled,
  },
} as const;

/**
 * The file with the External Client App of the same name beside the Connected App, or in its place where there is room for one
 * only; undefined for other kinds of files, and where the app is not named. Source: Metadata API Developer Guide, the three
 * types; `externalClientApplication` and `EXTERNAL_CLIENT_APP` are in @salesforce/types 1.9.0.
 */
export function withExternalClientApp(
  kind: string,
  name: string,
  { text, app }: { readonly text: string; readonly app: string },
): { readonly path: string; readonly text: string } | undefined {
  if (!Object.hasOwn(referringKinds, kind)) return undefined;
  const { folder, suffix, edits } = referringKinds[kind as keyof typeof referringKinds];
  const parsed = parseXml(text);
  if (!parsed.ok) return undefined;
  const { document } = parsed;
  const made = edits(document.root, app, document.text);
  if (made.length === 0) return undefined;
  return {
    path: `${folder}/${name}.${suffix}-meta.xml`,
    text: applyEdits(document.text, made),
  };
}

type Edits = readonly TextEdit[];

function childrenCalled(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function renamed(root: XmlElement, app: string): Edits {
  return childrenCalled(root, 'connectedApp')
    .filter(({ text }) => text === app)
    .map((one) => rename(one, 'externalClientApplication', app));
}

function rename({ start, end }: XmlElement, name: string, app: string): TextEdit {
  return { start, end, text: `<${name}>${escapeXml(app)}</${name}>` };
}

function enabled(root: XmlElement, app: string, text: string): Edits {
  return childrenCalled(root, 'enablements').flatMap((block) =>
    childrenCalled(block, 'connectedApp')
      .filter((one) => one.text === app)
      .map((one) => copied(block, [rename(one, 'externalClientApp', app)], text, root)),
  );
}

function editNotifications(root: XmlElement, app: string, text: string): Edits {
  const blocks = childrenCalled(root, 'notificationTypeSettings').flatMap((one) =>
    childrenCalled(one, 'appSettings'),
  );
  return blocks
    .filter((block) => childrenCalled(block, 'connectedAppName').some((one) => one.text === app))
    .filter((block) => !childrenCalled(block, 'appType').some((one) => /external/i.test(one.text)))
    .map((block) => copied(block, [appTypeEdit(block, text)], text, root));
}

/** The kind of the app: `appType` comes first in the alphabet. */
function appTypeEdit(block: XmlElement, text: string): TextEdit {
  const element = '<appType>EXTERNAL_CLIENT_APP</appType>';
  const [own] = childrenCalled(block, 'appType');
  if (own) return { start: own.start, end: own.end, text: element };
  const at = block.children[0]?.start ?? block.openEnd;
  return { start: at, end: at, text: element + breakBetween(text, at) };
}

/** A block behind itself, with edits made in the copy. */
function copied(block: XmlElement, edits: Edits, text: string, root: XmlElement): TextEdit {
  const inside = edits.map(({ start, end, text: own }) => ({
    start: start - block.start,
    end: end - block.start,
    text: own,
  }));
  const copy = applyEdits(text.slice(block.start, block.end), inside);
  const indent = indentAt(text, block.start);
  const gap = indent === undefined ? '' : fileLayout(text, root).newline + indent;
  return { start: block.end, end: block.end, text: gap + copy };
}

/** What stands between the start of a line and an element, with the line end, to put two of them below each other. */
function breakBetween(text: string, offset: number): string {
  const indent = indentAt(text, offset);
  return indent === undefined ? '' : (/\r?\n/.exec(text)?.[0] ?? '\n') + indent;
}
