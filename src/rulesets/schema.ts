import { didYouMean } from '../model/words.js';
import * as v from 'valibot';
import { appKinds } from '../model/app.js';
import { ruleLevels, rulesetKinds } from '../model/ruleset.js';
import { deadlineIds } from '../deadlines/table.js';
import { severities } from '../report/severity.js';
import { verdicts } from '../report/verdict.js';
import { condition, settingValue, date } from './condition-schema.js';
import { memberOf } from '../documents/diagnostics.js';
import { factNames } from './scope.js';
import {
  closed,
  expected,
  flagShape,
  formed,
  oneOfTable,
  recordShape,
  someOf,
  textShape,
  textOrTexts,
  byAlternative,
} from '../documents/shapes.js';

const { exactOptional } = v;

const kebab = '[a-z0-9]+(-[a-z0-9]+)*';
const ruleName = formed(new RegExp(`^${kebab}$`), 'lower-case letters, digits and hyphens');
const rulesetId = formed(
  new RegExp(`^(vendors/)?${kebab}$`),
  'an id such as flows or vendors/fullcast',
);
const anyRuleId = formed(
  new RegExp(`^((vendors/)?${kebab}/)?${kebab}$`),
  'a rule id such as pkce-required or flows/pkce-required',
);
const url = formed(/^https?:\/\/[^\s/]+\.?[^\s]*$/, 'an http or https address');
export const sourceShape = closed({
  title: textShape,
  url: exactOptional(url),
  place: exactOptional(textShape),
  updated: exactOptional(date),
  read: exactOptional(date),
});

const choice = closed({ value: textShape, when: condition });
const capture = closed({ from: textShape, pattern: textShape });
const anyDetection = v.union([choice, capture]);
const detection = byAlternative<v.InferInput<typeof anyDetection>>(
  () => anyDetection,
  (input) => (memberOf(input, 'from') === undefined ? choice : capture),
);

const parameter = closed({
  description: exactOptional(textShape),
  values: exactOptional(someOf(textShape)),
  texts: exactOptional(
    v.record(v.string(), recordShape(textShape), expected('a mapping of values')),
  ),
  list: exactOptional(flagShape),
  default: exactOptional(textOrTexts),
  detect: exactOptional(someOf(detection)),
});

/** An entry of `overrides`, in a ruleset and in the config. */
export const overrideKeys = {
  rule: textShape,
  app: exactOptional(textShape),
  severity: exactOptional(oneOfTable([...severities, 'off'])),
  value: exactOptional(settingValue),
};

export const override = closed(overrideKeys);

const exampleSetting = v.pipe(
  v.string(),
  v.values(factNames, ({ input }) => `unknown setting "${input}"${didYouMean(input, factNames)}`),
);
const exampleSettings = v.record(exampleSetting, settingValue, expected('a mapping of settings'));

const example = closed({
  title: exactOptional(textShape),
  settings: exampleSettings,
  parameters: exactOptional(recordShape(textOrTexts)),
  verdict: oneOfTable(verdicts),
});

const textByAppKind = closed({ externalClientApp: textShape, connectedApp: textShape });
const anyText = v.union([textShape, textByAppKind]);
const textByKind = byAlternative<v.InferInput<typeof anyText>>(
  () => anyText,
  (input) => (typeof input === 'object' ? textByAppKind : textShape),
);
const twoParts = closed({ setup: textByKind, files: exactOptional(textByKind) });
const anyFix = v.union([textShape, twoParts]);
const ruleFix = byAlternative<v.InferInput<typeof anyFix>>(
  () => anyFix,
  (input) => (typeof input === 'object' ? twoParts : textShape),
);

const fullRuleId = formed(
  new RegExp(`^(vendors/)?${kebab}/${kebab}$`),
  'a full rule id such as flows/pkce-required',
);
const echoOf = closed({
  rule: byAlternative<string | string[]>(
    () => v.union([fullRuleId, someOf(fullRuleId)]),
    (input) => (Array.isArray(input) ? someOf(fullRuleId) : fullRuleId),
  ),
  when: exactOptional(condition),
});
const anyEcho = v.union([fullRuleId, echoOf]);
const echo = byAlternative<v.InferInput<typeof anyEcho>>(
  () => anyEcho,
  (input) => (typeof input === 'object' ? echoOf : fullRuleId),
);

const rule = closed({
  id: ruleName,
  aliases: exactOptional(someOf(anyRuleId)),
  severity: exactOptional(oneOfTable(severities)),
  level: exactOptional(oneOfTable(ruleLevels)),
  title: exactOptional(textShape),
  finding: exactOptional(textShape),
  message: exactOptional(textShape),
  why: exactOptional(textShape),
  fix: exactOptional(ruleFix),
  echoes: exactOptional(someOf(echo)),
  label: exactOptional(textShape),
  alternative: exactOptional(textShape),
  when: exactOptional(condition),
  unless: exactOptional(condition),
  require: condition,
  milderWhen: exactOptional(condition),
  sharedWhen: exactOptional(condition),
  needs: exactOptional(oneOfTable(['org', 'change'])),
  deadline: exactOptional(oneOfTable(deadlineIds)),
  references: exactOptional(someOf(url)),
  controls: exactOptional(recordShape(someOf(textShape))),
  deprecated: exactOptional(textShape),
  examples: exactOptional(someOf(example)),
});

/** A ruleset file. The one source of its checks, its type and its JSON Schema. */
export const rulesetSchema = closed({
  $schema: exactOptional(textShape),
  id: rulesetId,
  title: textShape,
  kind: oneOfTable(rulesetKinds),
  vendor: exactOptional(textShape),
  product: exactOptional(textShape),
  edition: exactOptional(textShape),
  guideFor: exactOptional(someOf(oneOfTable(appKinds))),
  replaces: exactOptional(rulesetId),
  description: exactOptional(textShape),
  sources: exactOptional(someOf(sourceShape)),
  coverage: exactOptional(oneOfTable(['full', 'partial'])),
  severity: exactOptional(oneOfTable(severities)),
  appliesTo: exactOptional(someOf(oneOfTable(appKinds))),
  match: exactOptional(condition),
  parameters: exactOptional(recordShape(parameter)),
  conditions: exactOptional(recordShape(condition)),
  extends: exactOptional(someOf(textShape)),
  overrides: exactOptional(someOf(override)),
  rules: someOf(rule),
});

export type RawRuleset = v.InferInput<typeof rulesetSchema>;
export type RawRule = v.InferInput<typeof rule>;
export type RawFix = v.InferInput<typeof ruleFix>;
export type RawEcho = v.InferInput<typeof echo>;
export type RawExample = v.InferInput<typeof example>;
export type RawParameter = v.InferInput<typeof parameter>;
export type RawOverride = v.InferInput<typeof override>;
