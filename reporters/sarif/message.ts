import type { Message, MultiformatMessageString } from 'sarif';
import { clip } from '../../src/report/text/plain-text.js';

/** GitHub's limit for the descriptions of a rule. */
const maxRuleDescription = 1024;

/** A message that says just what the text says: braces and brackets of an app's label mean nothing in it. */
export function message(text: string, links = ''): Message {
  const stop = links === '' || /[.!?]$/.test(text) ? '' : '.';
  return { text: literal(text) + stop + links };
}

/** A link to a related location of the same result, by its id. */
export function link(text: string, id: number): string {
  return `[${literal(text).replaceAll(/(?<!\\)[[\]]/g, String.raw`\$&`)}](${id})`;
}

/** A description, cut to what GitHub takes. */
export function description(text: string): MultiformatMessageString {
  return { text: clip(text, maxRuleDescription) };
}

/** SARIF 3.11.5: braces are doubled, `{0}` being a placeholder. 3.11.6: `[text](target)` is a link unless escaped. */
function literal(text: string): string {
  const braces = text.replaceAll(/[{}]/g, '$&$&');
  return braces.includes('](') ? braces.replaceAll(/[[\]\\]/g, String.raw`\$&`) : braces;
}
