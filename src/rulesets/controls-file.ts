import * as v from 'valibot';
import { readYaml, type Document } from '../documents/document.js';
import { didYouMean, diagnosticsInOrder, quote } from '../documents/diagnostics.js';
import { shapeDiagnostics } from '../documents/shape-diagnostics.js';
import { closed, expected, formed, textShape } from '../documents/shapes.js';
import type { Framework } from '../report/controls.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Diagnostic } from '../model/user-error.js';

const frameworkTexts = v.record(v.string(), textShape, expected('a mapping of texts'));

const framework = closed({
  title: textShape,
  url: formed(/^https:\/\/\S+$/, 'an https address'),
  version: textShape,
  controls: frameworkTexts,
  notAssessed: v.exactOptional(frameworkTexts),
});

const frameworksSchema = v.record(
  formed(/^[a-z]+$/, 'a short name of lower-case letters'),
  framework,
  expected('a mapping of frameworks'),
);

export type LoadedFrameworks =
  | { readonly frameworks: readonly Framework[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Checks rules/controls.data.yaml against the shipped rulesets: every control has a title, and either rules or the
 * reason why it has none. For the build; every mistake is told in one go.
 */
export function loadFrameworks(
  source: string,
  file: string,
  rulesets: readonly Ruleset[],
): LoadedFrameworks {
  const document = readYaml(source, file);
  if ('diagnostics' in document) return document;
  const diagnostics = shapeDiagnostics(document, frameworksSchema);
  if (diagnostics.length > 0 || !v.is(frameworksSchema, document.data)) return { diagnostics };
  const frameworks = Object.entries(document.data).map(([id, { notAssessed = {}, ...rest }]) => ({
    id,
    ...rest,
    notAssessed,
  }));
  const wrong = [
    ...frameworks.flatMap((one) => frameworkDiagnostics(one, rulesets, document)),
    ...strangers(frameworks, rulesets, document),
  ];
  return wrong.length > 0 ? { diagnostics: diagnosticsInOrder(wrong) } : { frameworks };
}

function frameworkDiagnostics(
  { id, controls, notAssessed }: Framework,
  rulesets: readonly Ruleset[],
  { locate }: Document,
): readonly Diagnostic[] {
  const named = new Set(
    rulesets.flatMap(({ rules }) => rules.flatMap((rule) => rule.controls[id] ?? [])),
  );
  const untitled = Object.keys(notAssessed).filter((control) => !Object.hasOwn(controls, control));
  const silent = Object.keys(controls).filter(
    (control) => !named.has(control) && !Object.hasOwn(notAssessed, control),
  );
  const contradicted = Object.keys(notAssessed).filter((control) => named.has(control));
  const at = (key: string, control: string, message: string): Diagnostic => ({
    location: locate([id, key, control], 'key'),
    message: `${quote(control)} ${message}`,
  });
  return [
    ...untitled.map((control) => at('notAssessed', control, 'has no title under "controls"')),
    ...contradicted.map((control) => at('notAssessed', control, 'is assessed: a rule names it')),
    ...silent.map((control) =>
      at('controls', control, 'is named by no rule; say why under "notAssessed"'),
    ),
  ];
}

/** Frameworks and controls that rules name and the file does not have. */
function strangers(
  frameworks: readonly Framework[],
  rulesets: readonly Ruleset[],
  { locate }: Document,
): readonly Diagnostic[] {
  const ids = frameworks.map(({ id }) => id);
  const named = rulesets.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      Object.entries(rule.controls).flatMap(([id, controls]) =>
        controls.map((control) => ({ rule: rule.id, id, control })),
      ),
    ),
  );
  return named.flatMap(({ rule, id, control }) => {
    const known = frameworks.find((one) => one.id === id)?.controls;
    if (known && Object.hasOwn(known, control)) return [];
    const near = known ? didYouMean(control, Object.keys(known)) : didYouMean(id, ids);
    return [
      {
        location: locate([id]),
        message: `${rule} names the control ${id} ${quote(control)}${near}`,
      },
    ];
  });
}
