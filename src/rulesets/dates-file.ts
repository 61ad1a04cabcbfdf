// Read to make the module of dates, which everything about deadlines stands on: nothing of that may be imported here.
import * as v from 'valibot';
import { readYaml } from '../documents/document.js';
import { diagnosticsInOrder, quote } from '../documents/diagnostics.js';
import {
  shapeDiagnostics,
  closed,
  formed,
  oneOfTable,
  recordShape,
  someOf,
  textShape,
} from '../documents/shapes.js';
import { certainties, type Deadline } from '../model/deadline.js';
import type { Condition } from '../model/ruleset.js';
import type { Diagnostic } from '../model/user-error.js';
import { condition, settingValue, date } from './condition-schema.js';
import { checkCondition } from './conditions.js';
import { scopeOf } from './scope.js';

const { exactOptional } = v;

const deadline = closed({
  id: formed(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens'),
  what: textShape,
  change: oneOfTable(['ends', 'begins']),
  date: exactOptional(date),
  release: exactOptional(textShape),
  from: exactOptional(date),
  certainty: oneOfTable(certainties),
  source: closed({
    title: textShape,
    url: exactOptional(formed(/^https:\/\/\S+$/, 'an https address')),
    read: date,
  }),
  concerns: textShape,
  about: exactOptional(condition),
  inUse: exactOptional(condition),
  fixes: exactOptional(recordShape(settingValue)),
  action: textShape,
});

const datesSchema = closed({
  conditions: exactOptional(recordShape(condition)),
  deadlines: someOf(deadline),
});

type Raw = v.InferInput<typeof deadline>;

type LoadedDates =
  | { readonly deadlines: readonly Deadline[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Checks rules/dates.data.yaml. For the build; every mistake is told in one go. */
export function loadDates(source: string, file: string): LoadedDates {
  const document = readYaml(source, file);
  if ('diagnostics' in document) return document;
  const diagnostics: Diagnostic[] = shapeDiagnostics(document, datesSchema);
  if (diagnostics.length > 0 || !v.is(datesSchema, document.data)) return { diagnostics };
  const scope = scopeOf(document, diagnostics);
  const checked = (raw: unknown, ...path: readonly (string | number)[]): Condition | undefined =>
    raw === undefined ? undefined : checkCondition(raw, ['deadlines', ...path], scope);
  const seen = new Set<string>();
  const deadlines = document.data.deadlines.map((raw, index): Deadline => {
    for (const problem of oddities(raw, seen)) scope.report(['deadlines', index], problem);
    seen.add(raw.id);
    const { about: rawAbout, inUse: rawInUse, from = raw.date ?? '', ...rest } = raw;
    const about = checked(rawAbout, index, 'about');
    const inUse = checked(rawInUse, index, 'inUse');
    return { ...rest, from, ...(about && { about }), ...(inUse && { inUse }) };
  });
  return diagnostics.length > 0 ? { diagnostics: diagnosticsInOrder(diagnostics) } : { deadlines };
}

function oddities(
  { id, date: day, release, from }: Raw,
  seen: ReadonlySet<string>,
): readonly string[] {
  const exact = day !== undefined && release === undefined && from === undefined;
  const vague = day === undefined && release !== undefined && from !== undefined;
  return [
    ...(seen.has(id) ? [`duplicate id ${quote(id)}`] : []),
    ...(exact || vague
      ? []
      : ['a deadline has a "date", or a "release" with the day "from" that is counted with']),
  ];
}
