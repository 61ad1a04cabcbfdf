import * as v from 'valibot';
import { appKinds } from '../model/app.js';
import { levels, rulesetKinds } from '../model/ruleset.js';
import { deadlineIds } from '../deadlines/table.js';
import { severities } from '../report/severity.js';
import { verdicts } from '../report/verdict.js';
import { condition, settingValue } from './condition-schema.js';
import { date } from './date-shape.js';
import { memberOf } from '../documents/members.js';
import { factNames } from './scope.js';
import { didYouMean } from '../documents/diagnostics.js';
import {
  closed,
  expected,
  flag,
  formed,
  oneOf,
  record,
  someOf,
  text,
  textOrTexts,
  told,
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
export const source = closed({
  title: text,
  url: exactOptional(url),
  place: exactOptional(text),
  updated: exactOptional(date),
  read: exactOptional(date),
});

const choice = closed({ value: text, when: condition });
const capture = closed({ from: text, pattern: text });
const anyDetection = v.union([choice, capture]);
const detection = told<v.InferInput<typeof anyDetection>>(
  () => anyDetection,
  (input) => (memberOf(input, 'from') === undefined ? choice : capture),
);

const parameter = closed({
  description: exactOptional(text),
  values: exactOptional(someOf(text)),
  texts: exactOptional(v.record(v.string(), record(text), expected('a mapping of values'))),
  list: exactOptional(flag),
  default: exactOptional(textOrTexts),
  detect: exactOptional(someOf(detection)),
});

/** An entry of `overrides`, in a ruleset and in the config. */
export const overrideKeys = {
  rule: text,
  app: exactOptional(text),
  severity: exactOptional(oneOf([...severities, 'off'])),
  value: exactOptional(settingValue),
};

export const override = closed(overrideKeys);

const exampleSetting = v.pipe(
  v.string(),
  v.values(factNames, ({ input }) => `unknown setting "${input}"${didYouMean(input, factNames)}`),
);
const exampleSettings = v.record(exampleSetting, settingValue, expected('a mapping of settings'));

const example = closed({
  title: exactOptional(text),
  settings: exampleSettings,
  parameters: exactOptional(record(textOrTexts)),
  verdict: oneOf(verdicts),
});

const byKind = closed({ externalClientApp: text, connectedApp: text });
const anyText = v.union([text, byKind]);
const textByKind = told<v.InferInput<typeof anyText>>(
  () => anyText,
  (input) => (typeof input === 'object' ? byKind : text),
);
const twoParts = closed({ setup: textByKind, files: exactOptional(textByKind) });
const anyFix = v.union([text, twoParts]);
const fix = told<v.InferInput<typeof anyFix>>(
  () => anyFix,
  (input) => (typeof input === 'object' ? twoParts : text),
);

const fullRuleId = formed(
  new RegExp(`^(vendors/)?${kebab}/${kebab}$`),
  'a full rule id such as flows/pkce-required',
);
const echoOf = closed({
  rule: told<string | string[]>(
    () => v.union([fullRuleId, someOf(fullRuleId)]),
    (input) => (Array.isArray(input) ? someOf(fullRuleId) : fullRuleId),
  ),
  when: exactOptional(condition),
});
const anyEcho = v.union([fullRuleId, echoOf]);
const echo = told<v.InferInput<typeof anyEcho>>(
  () => anyEcho,
  (input) => (typeof input === 'object' ? echoOf : fullRuleId),
);

const rule = closed({
  id: ruleName,
  aliases: exactOptional(someOf(anyRuleId)),
  severity: exactOptional(oneOf(severities)),
  level: exactOptional(oneOf(levels)),
  title: exactOptional(text),
  finding: exactOptional(text),
  message: exactOptional(text),
  why: exactOptional(text),
  fix: exactOptional(fix),
  echoes: exactOptional(someOf(echo)),
  label: exactOptional(text),
  alternative: exactOptional(text),
  when: exactOptional(condition),
  unless: exactOptional(condition),
  require: condition,
  milderWhen: exactOptional(condition),
  sharedWhen: exactOptional(condition),
  needs: exactOptional(oneOf(['org', 'change'])),
  deadline: exactOptional(oneOf(deadlineIds)),
  references: exactOptional(someOf(url)),
  controls: exactOptional(record(someOf(text))),
  deprecated: exactOptional(text),
  examples: exactOptional(someOf(example)),
});

/** A ruleset file. The one source of its checks, its type and its JSON Schema. */
export const rulesetSchema = closed({
  $schema: exactOptional(text),
  id: rulesetId,
  title: text,
  kind: oneOf(rulesetKinds),
  vendor: exactOptional(text),
  product: exactOptional(text),
  edition: exactOptional(text),
  guideFor: exactOptional(someOf(oneOf(appKinds))),
  replaces: exactOptional(rulesetId),
  description: exactOptional(text),
  sources: exactOptional(someOf(source)),
  coverage: exactOptional(oneOf(['full', 'partial'])),
  severity: exactOptional(oneOf(severities)),
  appliesTo: exactOptional(someOf(oneOf(appKinds))),
  match: exactOptional(condition),
  parameters: exactOptional(record(parameter)),
  conditions: exactOptional(record(condition)),
  extends: exactOptional(someOf(text)),
  overrides: exactOptional(someOf(override)),
  rules: someOf(rule),
});

export type RawRuleset = v.InferInput<typeof rulesetSchema>;
export type RawRule = v.InferInput<typeof rule>;
export type RawFix = v.InferInput<typeof fix>;
export type RawEcho = v.InferInput<typeof echo>;
export type RawExample = v.InferInput<typeof example>;
export type RawParameter = v.InferInput<typeof parameter>;
export type RawOverride = v.InferInput<typeof override>;
