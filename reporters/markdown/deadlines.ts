import { deadlineUse, type Digest } from '../../src/report/digest/index.js';
import { counted } from '../../src/report/text/words.js';
import { foldedPart, markdownProse } from './markup.js';

/** The dates of the platform that concern the apps, one a line. */
export function deadlineSection({ deadlines }: Digest): readonly string[] {
  if (deadlines.length === 0) return [];
  const items = deadlines.map((one) => `- ${markdownProse(`${one.sentence}: ${deadlineUse(one)}`)}`);
  return foldedPart(`${counted(deadlines.length, 'deadline')} of the platform`, items);
}
