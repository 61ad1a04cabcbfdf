import { inflateRawSync } from 'node:zlib';
import type { PackedDetails } from './packed.js';
import { deflated } from './shipped-examples.generated.js';

/**
 * What only lists and tests of rulesets need, in the order of the shipped rulesets. Most of it is examples, which are much
 * alike: deflated they are a seventh.
 */
export const details: readonly PackedDetails[] = JSON.parse(
  inflateRawSync(Buffer.from(deflated, 'base64')).toString('utf8'),
);
