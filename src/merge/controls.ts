import type { ControlCoverage, Framework, FrameworkCoverage } from '../report/controls.js';
import { verdicts } from '../report/verdict.js';
import type { ReportFile } from './read.js';
import type { ControlData } from './report-data.js';

/** What the reports say of controls, added up. `frameworks` give the titles. */
export function mergeControls(
  files: readonly ReportFile[],
  frameworks: readonly Framework[],
): readonly FrameworkCoverage[] {
  const all = files.flatMap(({ report }) => report.controls ?? []);
  return [...new Set(all.map(({ framework }) => framework))].map((id) => {
    const own = all.filter(({ framework }) => framework === id);
    const ids = [...new Set(own.map(({ control }) => control))];
    return {
      framework: headOf(id, frameworks),
      controls: ids.flatMap((control) => added(own.filter((one) => one.control === control))),
    };
  });
}

function headOf(id: string, frameworks: readonly Framework[]): FrameworkCoverage['framework'] {
  const known = frameworks.find((framework) => framework.id === id);
  if (!known) return { id, title: id };
  const { controls: _, notAssessed: __, ...head } = known;
  return head;
}

/** Assessed when any report assessed it; else it keeps the reason of the first one. */
function added(parts: readonly ControlData[]): readonly ControlCoverage[] {
  const [first] = parts;
  if (!first) return [];
  const { framework: _, reason, ...head } = first;
  const sum = (verdict: (typeof verdicts)[number]): number =>
    parts.reduce((total, part) => total + part[verdict], 0);
  const assessed = parts.some((part) => part.assessed);
  return [
    {
      ...head,
      rules: [...new Set(parts.flatMap(({ rules }) => rules))],
      pass: sum('pass'),
      fail: sum('fail'),
      open: sum('open'),
      notApplicable: sum('notApplicable'),
      assessed,
      ...(!assessed && reason !== undefined && { reason }),
    },
  ];
}
