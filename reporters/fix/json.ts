import type { PresentedFixes } from '../../src/fix/present.js';
import { answerHead } from '../../src/report/head.js';
import { jsonText } from '../../src/report/text/plain-text.js';

/** The edits and what is left, as data. To make all edits of a file at once gives the file as `--write` writes it. */
export function fixJson({ report, diff, edits, left, withheld }: PresentedFixes): string {
  const data = {
    ...answerHead(report),
    diff,
    edits: edits.map(({ rule, app, class: kind, element, location, text, breaks }) => ({
      rule,
      app,
      class: kind,
      element,
      location,
      text,
      breaks,
    })),
    left: left.map(({ rule, app, class: kind, action }) => ({ rule, app, class: kind, action })),
    ...(withheld.length > 0 && { withheld }),
  };
  return `${jsonText(data, 2)}\n`;
}
