import * as v from 'valibot';
import type { Document, Path } from './document.js';
import type { Diagnostic } from '../model/user-error.js';
import { memberOf } from './members.js';

type ShapeIssue = v.BaseIssue<unknown>;

/** What a schema says against a file, at the lines and columns where it stands. */
export function shapeDiagnostics(
  { data, locate }: Document,
  schema: v.GenericSchema,
): Diagnostic[] {
  const { issues = [] } = v.safeParse(schema, data);
  return issues.map((issue) => {
    const path = issuePath(issue);
    // A file that is one text is no file of ours: what it is, perhaps a key or a token, does not belong in a log.
    if (typeof data === 'string')
      return { location: locate([]), message: 'expected a mapping, found a text' };
    const list = listInPlaceOfMapping(data, issue);
    if (list) return { location: locate(list), message: 'expected a mapping, found a list' };
    const part = issue.path?.at(-1)?.origin ?? 'value';
    return { location: locate(path, part), message: issue.message };
  });
}

function issuePath(issue: ShapeIssue): Path {
  const path = issue.path ?? [];
  return path.map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

/** To the schema a list is a mapping with the wrong keys, one mistake for each. */
function listInPlaceOfMapping(data: unknown, issue: ShapeIssue): Path | undefined {
  const path = issuePath(issue);
  const at = path.findIndex((_, index) => {
    const parent = path
      .slice(0, index)
      .reduce<unknown>((inner, key) => memberOf(inner, String(key)), data);
    return issue.path?.[index]?.type === 'object' && Array.isArray(parent);
  });
  return at < 0 ? undefined : path.slice(0, at);
}
