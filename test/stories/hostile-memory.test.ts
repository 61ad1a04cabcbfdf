import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bombs, read, refused } from '../../bench/heavy-inputs.js';
import { auditMeasured } from '../../bench/peak-memory.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { copyFixture } from './run.js';

/** The costliest of each kind; `npm run bench -- --hostile` tries all. */
const sentinels = ['many different links', 'many unknown elements'];
const sentinelZip = 'many entries of 10 MB';

/** What the run of the program came to: nothing else than this is modest. */
const modest = { stderr: '', isDone: true, isModest: true };

function audited(folder: string, source: string): typeof modest {
  const { stderr, status, megabytes } = auditMeasured(folder, source);
  return {
    stderr,
    isDone: status !== null && [0, 1, 3].includes(status),
    isModest: megabytes < 350,
  };
}

test('files that are refused need less than 350 MB, all of them together', () => {
  const files = refused.map(([, name, text], at) => [`apps/${at}/${name}`, text]);
  const folder = tempFolder(Object.fromEntries(files));
  copyFixture('planted/clean', join(folder, 'apps'));
  expect(audited(folder, 'apps')).toEqual(modest);
}, 120_000);

test.each(read.filter(([what]) => sentinels.includes(what)))(
  '%s: less than 350 MB',
  (_what, name, text) => {
    const folder = tempFolder({ [`apps/${name}`]: text });
    copyFixture('planted/clean', join(folder, 'apps'));
    expect(audited(folder, 'apps')).toEqual(modest);
  },
  120_000,
);

test('the sentinels are among the inputs', () => {
  const names = [...read, ...bombs].map(([what]) => what);
  expect([...sentinels, sentinelZip].filter((what) => !names.includes(what))).toEqual([]);
});

test.each(bombs.filter(([what]) => what === sentinelZip))(
  'a zip of %s: less than 350 MB',
  (_what, make) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'bomb.zip'), make());
    expect(audited(folder, 'bomb.zip')).toEqual(modest);
  },
  120_000,
);
