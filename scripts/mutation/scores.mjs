import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

const page = join(root, 'test/mutation.md');

/** Of the faults that compile: noticed by a test, tried by one at least, and those that nothing noticed. */
function countsOf({ mutants }) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = of('Killed', 'Timeout');
  const survived = of('Survived');
  const unreached = of('NoCoverage');
  const all = noticed + survived + unreached;
  return { noticed, survived, unreached, all, percent: all === 0 ? 100 : (100 * noticed) / all };
}

/** One file on one line. */
export function scoreLine(score) {
  const { noticed, survived, unreached, all, percent } = countsOf(score);
  return `${score.file}: ${noticed} of ${all} noticed, ${survived} survived, ${unreached} not reached: ${percent.toFixed(1)} %`;
}

/** The faults that nothing noticed, with what stood there before. */
export function survivorLines({ file, mutants }) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ location, replacement, status }) => {
      const { start } = location;
      const mark = status === 'Survived' ? '' : ' (not reached)';
      const to = replacement.replaceAll(/\s+/g, ' ');
      return `${file}:${start.line}:${start.column}${mark} ${originalOf(lines, location)} -> ${to}`;
    });
}

function originalOf(lines, { start, end }) {
  const text = lines.slice(start.line - 1, end.line);
  text[text.length - 1] = text.at(-1).slice(0, end.column - 1);
  text[0] = text[0].slice(start.column - 1);
  return text.join(' ').replaceAll(/\s+/g, ' ');
}

/** Writes scores into the table of the page; the rows of other files stay while there is such a file. */
export function record(scores) {
  const text = readFileSync(page, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  const rows = new Map(
    [...text.matchAll(/^\| `(src\/[^`]+)` .*$/gm)].map(([row, file]) => [file, row]),
  );
  for (const score of scores) rows.set(score.file, rowOf(score, day));
  const table = [...rows]
    .filter(([file]) => existsSync(join(root, file)))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const head =
    '| file | noticed | survived | not reached | score | on |\n|---|---|---|---|---|---|\n';
  writeFileSync(
    page,
    text.replace(/^\| file \|[^]*?\n(?!\|)/m, () => `${head}${table.join('\n')}\n`),
  );
}

function rowOf(score, day) {
  const { noticed, survived, unreached, all, percent } = countsOf(score);
  return `| \`${score.file}\` | ${noticed} of ${all} | ${survived} | ${unreached} | ${percent.toFixed(1)} % | ${day} |`;
}
