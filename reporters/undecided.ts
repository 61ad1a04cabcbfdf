import { countsOf } from '../src/model/group-by.js';
import type { Report } from '../src/report/report.js';
import type { SettingName } from '../src/settings/settings.js';
import { counted } from './counting.js';

/** More reasons than these are counted. */
const mostReasons = 10;

/** Why checks could not be decided, with how many each reason concerns, the most frequent first. */
export function undecidedReasons({ results, apps }: Report): readonly string[] {
  const byId = new Map(apps.map((app) => [app.id, app]));
  const reasons = results.flatMap(({ verdict, app, evidence }) => {
    const settings = byId.get(app)?.settings;
    if (verdict !== 'open' || !settings) return [];
    const own = evidence.flatMap(({ setting }) => {
      const found = settings[setting as SettingName];
      return found?.state === 'unknown' ? [found.reason] : [];
    });
    return [...new Set(own)];
  });
  const all = [...countsOf(reasons)].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = all.slice(0, mostReasons).map(([reason, count]) => `${count}: ${reason}`);
  const more = all.length - shown.length;
  return more > 0 ? [...shown, `and ${counted(more, 'more reason')}`] : shown;
}
