import type { Framework } from '../report/controls.js';
import type { Ruleset } from '../model/ruleset.js';

/** The frameworks that ecaudit knows. Their titles are a module of their own, for only some runs need it. */
export async function shippedFrameworks(): Promise<readonly Framework[]> {
  const { frameworks } = await import('./controls.generated.js');
  // What build-rules wrote was checked there.
  return JSON.parse(frameworks) as readonly Framework[];
}

/**
 * The shipped frameworks, and those that only rules of these rulesets name: a company's own controls are called by
 * their ids.
 */
export async function frameworksOf(rulesets: readonly Ruleset[]): Promise<readonly Framework[]> {
  const shipped = await shippedFrameworks();
  const own = new Map<string, Record<string, string>>();
  for (const { controls } of rulesets.flatMap(({ rules }) => rules)) {
    for (const [id, list] of Object.entries(controls)) {
      if (shipped.some((framework) => framework.id === id)) continue;
      const titles = Object.fromEntries(list.map((control) => [control, control]));
      own.set(id, { ...own.get(id), ...titles });
    }
  }
  const named = [...own].map(([id, controls]) => ({ id, title: id, controls, notAssessed: {} }));
  return [...shipped, ...named];
}
