// What the checks mean for the controls of the frameworks that were asked for.
import type { ControlCoverage } from '../../src/report/controls.js';
import type { Digest } from '../../src/report/digest/index.js';
import { code, foldedPart, markdownProse, tableRow } from './markup.js';

/** A folded part for each framework: evidence, never the word that a control is fulfilled. */
export function controlSections({ report: { controls = [] } }: Digest): readonly string[] {
  return controls.flatMap(({ framework, controls: all }) => {
    const assessed = all.filter((one) => one.assessed).length;
    const title = framework.version ? `${framework.title}, ${framework.version}` : framework.title;
    const head = markdownProse(`Controls: ${title} (${framework.id})`).replaceAll('`', '');
    return foldedPart(`${head}, ${assessed} of ${all.length} assessed`, [
      tableRow(['Control', 'Title', 'Passed', 'Failed', 'Undecided', 'Rules']),
      '|---|---|---:|---:|---:|---|',
      ...all.map(controlRow),
    ]);
  });
}

function controlRow({ control, title, assessed, reason = '', ...of }: ControlCoverage): string {
  const rules = assessed ? of.rules.map(code).join(', ') : markdownProse(`not assessed: ${reason}`);
  return tableRow([code(control), markdownProse(title), of.pass, of.fail, of.open, rules]);
}
