// Files to edit are opened once for all drafts of a run, and edited anew only where the changes are others.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Change } from '../../src/edit/change.js';
import { editableFiles } from '../../src/fix/edited-file.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { connectedApp } from './files.js';

const file = 'connectedApps/Orders.connectedApp-meta.xml';
const label = (text: string): Change => ({
  kind: 'set',
  part: 'ConnectedApp',
  path: 'label',
  text,
});

test('a file stays as it was opened, also where it could not be', () => {
  const cwd = tempFolder(connectedApp());
  const { open } = editableFiles(cwd);
  const first = open(file);
  expect(open('a.xml')).toBeUndefined();
  writeFileSync(join(cwd, file), '');
  writeFileSync(join(cwd, 'a.xml'), Object.values(connectedApp())[0] ?? '');
  expect(open(file)).toBe(first);
  expect(open('a.xml')).toBeUndefined();
});

test('the same changes make the same edits once, others are made anew', () => {
  const { open, edit } = editableFiles(tempFolder(connectedApp()));
  const opened = open(file);
  if (!opened) throw new Error('the file cannot be read');
  const text = (changes: readonly Change[]): string =>
    new TextDecoder().decode(edit(opened, changes).after);
  const first = edit(opened, [label('Sales')]);
  expect(edit(opened, [label('Sales')])).toBe(first);
  expect(text([label('Sales')])).toContain('<label>Sales</label>');
  expect(text([label('Service')])).toContain('<label>Service</label>');
  expect(text([label('Sales')])).toContain('<label>Sales</label>');
  expect(text([])).toBe(opened.document.text);
});
