import * as v from 'valibot';
import { appKinds } from '../model/app.js';
import type { GuideReference, Ruleset } from '../model/ruleset.js';
import type { Diagnostic } from '../model/user-error.js';
import { readYaml } from '../documents/document.js';
import { diagnosticsInOrder, quote } from '../documents/diagnostics.js';
import { shapeDiagnostics } from '../documents/shape-diagnostics.js';
import { closed, expected, formed, oneOfTable, someOf, textShape } from '../documents/shapes.js';
import { sourceShape } from './schema.js';

const referencesSchema = v.array(
  closed({
    id: formed(/^vendors\/[a-z0-9]+(-[a-z0-9]+)*$/, 'an id such as vendors/fullcast'),
    vendor: textShape,
    product: textShape,
    edition: v.exactOptional(textShape),
    guideFor: v.exactOptional(someOf(oneOfTable(appKinds))),
    sources: someOf(sourceShape),
    asks: textShape,
  }),
  expected('a list of guides'),
);

export type LoadedReferences =
  | { readonly references: readonly GuideReference[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Checks rules/references.data.yaml: no guide is in it twice, or has a ruleset beside it. For the build. */
export function loadReferences(
  written: string,
  file: string,
  rulesets: readonly Ruleset[],
): LoadedReferences {
  const document = readYaml(written, file);
  if ('diagnostics' in document) return document;
  const diagnostics = shapeDiagnostics(document, referencesSchema);
  if (diagnostics.length > 0 || !v.is(referencesSchema, document.data)) return { diagnostics };
  const references: readonly GuideReference[] = document.data;
  const ids = references.map(({ id }) => id);
  const wrong = ids.flatMap((id, index): readonly Diagnostic[] => {
    const location = document.locate([index, 'id']);
    if (ids.indexOf(id) < index)
      return [{ location, message: `${quote(id)} is in the list twice` }];
    if (!rulesets.some((ruleset) => ruleset.id === id)) return [];
    return [{ location, message: `${quote(id)} has a ruleset; it is no mere reference` }];
  });
  return wrong.length > 0 ? { diagnostics: diagnosticsInOrder(wrong) } : { references };
}
