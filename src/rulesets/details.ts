import { inflateRawSync } from 'node:zlib';
import type { GuideReference } from '../model/ruleset.js';
import type { PackedDetails } from './packed.js';
import { deflated } from './shipped-examples.generated.js';

interface Details {
  /** In the order of the shipped rulesets. */
  readonly rulesets: readonly PackedDetails[];
  readonly references: readonly GuideReference[];
}

/**
 * What only lists and tests of rulesets need. Most of it is examples, which are much alike: deflated they are a seventh.
 */
export const { rulesets: details, references }: Details = JSON.parse(
  inflateRawSync(Buffer.from(deflated, 'base64')).toString('utf8'),
);
