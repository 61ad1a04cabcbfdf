import { didYouMean } from '../model/words.js';
import * as v from 'valibot';
import {
  anyTexts,
  closed,
  expected,
  flagShape,
  formed,
  foundInWords,
  oneOfTable,
  someOf,
  textShape,
  textOrTexts,
  byAlternative,
} from '../documents/shapes.js';
import { severities } from '../report/severity.js';
import {
  definitionsOfConditions as conditionDefinitions,
  date,
} from '../rulesets/condition-schema.js';
import { overrideKeys } from '../rulesets/schema.js';

const { description, exactOptional, pipe } = v;

/** Which orgs an entry is about. */
const org = exactOptional(
  pipe(textShape, description('A glob on the id, the alias or the host of an org')),
);

const vendorIds = someOf(textShape);
const vendorWords = ['auto', 'none'] as const;
const vendorWord = v.picklist(vendorWords, ({ input }) => {
  const near = typeof input === 'string' ? didYouMean(input, vendorWords) : '';
  return `expected auto, none or a list of vendor ruleset ids, found ${foundInWords(input)}${near}`;
});
const anyVendors = v.union([vendorWord, vendorIds]);

/** Which vendors to look for. */
export const vendors = byAlternative<'auto' | 'none' | string[]>(
  () => anyVendors,
  (input) => (Array.isArray(input) ? vendorIds : vendorWord),
);

const parameterNameShape = formed(
  /^([a-z0-9/-]+\.)?[a-zA-Z][\w-]*$/,
  'a parameter such as environment or vendors/fullcast.environment',
);
const parameters = v.record(parameterNameShape, textOrTexts, expected('a mapping of parameters'));

/** What the config says of some apps. */
export const appEntry = closed({
  match: pipe(textShape, description('A glob on API names, or on kind:API_Name')),
  org,
  vendor: exactOptional(
    pipe(textShape, description('The vendor ruleset whose guide the app follows, or none')),
  ),
  parameters: exactOptional(parameters),
});

/** An override that may be about one org. */
export const orgOverride = closed({ ...overrideKeys, org });

/** A decision to live with what a rule finds. */
export const suppression = closed({
  rule: pipe(textShape, description('A glob on rule ids')),
  app: exactOptional(
    pipe(textShape, description('A glob on API names, or on kind:API_Name; every app without it')),
  ),
  org,
  reason: exactOptional(textShape),
  owner: exactOptional(textShape),
  expires: exactOptional(pipe(date, description('The last day that it counts'))),
});

const mostDays = 3650;
const days = `a whole number of days from 1 to ${mostDays}`;

/** What suppressions have to say. */
export const suppressionPolicy = closed({
  requireReason: exactOptional(flagShape),
  requireOwner: exactOptional(flagShape),
  requireExpiry: exactOptional(flagShape),
  maxDays: exactOptional(
    pipe(
      v.number(expected(days)),
      v.check(
        (count) => Number.isInteger(count) && count >= 1 && count <= mostDays,
        expected(days),
      ),
    ),
  ),
});

/** Who answers for some apps. */
export const ownerEntry = closed({
  app: pipe(textShape, description('A glob on API names, or on kind:API_Name')),
  org,
  owner: pipe(textShape, description('The team or person that answers for them')),
});

const dayCount = pipe(
  v.number(expected(days)),
  v.check((count) => Number.isInteger(count) && count >= 1 && count <= mostDays, expected(days)),
);

/** Within how many days findings of a severity are due. */
export const dueDays = closed({
  critical: exactOptional(dayCount),
  high: exactOptional(dayCount),
  medium: exactOptional(dayCount),
  low: exactOptional(dayCount),
  info: exactOptional(dayCount),
});

const configShape = {
  $schema: exactOptional(textShape),
  extends: exactOptional(textOrTexts),
  rulesets: exactOptional(someOf(pipe(textShape, description('recommended, an id, or a file')))),
  vendors: exactOptional(vendors),
  failOn: exactOptional(
    pipe(
      oneOfTable([...severities, 'never']),
      description('The lowest severity of a finding that makes exit code 1'),
    ),
  ),
  apps: exactOptional(someOf(appEntry)),
  overrides: exactOptional(someOf(orgOverride)),
  // An empty list is what is left when the last one is done.
  suppressions: exactOptional(v.array(suppression, expected('a list'))),
  suppressionPolicy: exactOptional(suppressionPolicy),
  owners: exactOptional(someOf(ownerEntry)),
  due: exactOptional(dueDays),
  baseline: exactOptional(
    pipe(textShape, description('The baseline, by a path from this file: what it has is not new')),
  ),
};

/** A configuration file. The one source of the checks of its shape and of its JSON Schema. */
export const configSchema = closed(configShape);

/** The keys at the top of a configuration file. */
export const configKeys = Object.keys(configShape);
export type RawAppEntry = v.InferInput<typeof appEntry>;

/** Names for the definitions of the JSON Schema. */
export const configDefinitions = {
  textOrTexts: anyTexts,
  vendors: anyVendors,
  settingValue: conditionDefinitions.settingValue,
} as const;
