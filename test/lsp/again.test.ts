// In a large project only the apps that are being typed are looked at: that gives what a look at all gives.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditAgain, auditRoot, type AuditContext } from '../../src/lsp/project.js';
import { diskFiles } from '../../src/documents/files.js';
import { tempFolder } from '../metadata/temp-folder.js';
import {
  connected,
  connectedText,
  global,
  globalText,
  header,
  headerText,
  project,
} from './files.js';
import { oauth, oauthText, policies, policiesText } from './files.js';

const files = {
  ...project,
  [header.replace('Orders', 'Other')]: headerText.replace('Orders', 'Other'),
};
const surroundings =
  (folder: string) =>
  (open: Readonly<Record<string, string>>): AuditContext => ({
    root: { path: folder, isWorkspace: true },
    open: new Map(Object.entries(open).map(([path, text]) => [join(folder, path), text])),
    files: diskFiles,
    now: new Date('2026-11-30T00:00:00Z'),
    version: '1.0.0',
  });
const byRule = (a: { rule: string; app: string }, b: { rule: string; app: string }): number =>
  `${a.app} ${a.rule}` < `${b.app} ${b.rule}` ? -1 : 1;

test.each<[string, Readonly<Record<string, string>>]>([
  ['a value', { [global]: globalText('false') }],
  ['nothing', { [global]: globalText('true') }],
  [
    'two files of an app',
    { [oauth]: oauthText.replace('Api', 'Full'), [policies]: policiesText('') },
  ],
  ['a part that is broken', { [policies]: '<a' }],
  [
    'a guide that is followed',
    { [global]: globalText('true').replace(/https[^<]*/, 'https://app.fullcast.io/app') },
  ],
  [
    'two apps',
    { [connected]: connectedText.replace('Full', 'Api'), [global]: globalText('false') },
  ],
])('%s is told the same', async (_, open) => {
  const at = surroundings(tempFolder(files));
  const whole = await auditRoot(at(open));
  const again = await auditAgain(await auditRoot(at({})), at(open));
  // Where it cannot be told what else differs, all is looked at.
  if (!again) return expect(Object.values(open)).toContain('<a');
  const { results, apps } = again.audited.report;
  expect(results.toSorted(byRule)).toEqual(whole.report.results.toSorted(byRule));
  expect(apps.map(({ id }) => id).toSorted()).toEqual(
    whole.report.apps.map(({ id }) => id).toSorted(),
  );
  const ids = new Set(apps.map(({ id }) => id));
  expect(await again.audited.fixes(ids)).toEqual(await whole.fixes(ids));
});

test('a document that is new or gone has all looked at', async () => {
  const at = surroundings(tempFolder(files));
  const before = await auditRoot(at({ [global]: globalText('false') }));
  expect(await auditAgain(before, at({}))).toBeUndefined();
  const unsaved = {
    [global]: globalText('true'),
    [global.replace('Orders', 'New')]: globalText('false'),
  };
  expect(await auditAgain(before, at(unsaved))).toBeUndefined();
});
