// Apps by theme: which app has findings of which ruleset, the worst apps first.
import { hasFindings, type AppDigest, type Digest } from '../../src/report/digest/index.js';
import { severities, severityRank, type Severity } from '../../src/report/severity.js';
import { el, localLink, type Child, type Element } from './dom.js';
import { badge, tableOf, htmlSection } from './parts.js';

/** More rows than these nobody takes in at a glance; the table of apps has them all. */
const mostHeatRows = 60;

export function* heatMap(digest: Digest, anchorOf: (id: string) => string): Generator<Element> {
  const found = digest.apps.filter(hasFindings);
  if (found.length < 2) return;
  const shown = found.slice(0, mostHeatRows);
  const themes = themesOf(shown);
  const left = found.length - shown.length;
  yield htmlSection(
    'themes',
    'Apps by theme',
    el(
      'p',
      { class: 'soft' },
      'How many findings of each ruleset an app has, by the most severe of them.',
    ),
    tableOf(
      'Apps by theme',
      ['App', ...themes].map((head) => el('th', { scope: 'col' }, head)),
      shown.map((app) => heatRow(app, themes, anchorOf)),
    ),
    left > 0 &&
      el(
        'p',
        {},
        `${left} more apps with findings, less severe than these, are in the table of apps.`,
      ),
  );
}

function heatRow(
  { app, findings }: AppDigest,
  themes: readonly string[],
  anchorOf: (id: string) => string,
): Element {
  const cells = themes.map((theme) => {
    const own = findings.filter(({ rule }) => themeOf(rule) === theme);
    return el('td', {}, heatCell(own.map(({ severity }) => severity)));
  });
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, localLink(anchorOf(app.id), app.label || app.apiName)),
    cells,
  );
}

function heatCell(found: readonly Severity[]): Child {
  const worst = severities.find((one) => found.includes(one));
  return worst ? badge(worst, `${found.length} ${worst}`) : '';
}

function themesOf(apps: readonly AppDigest[]): readonly string[] {
  const worst = new Map<string, number>();
  for (const { findings } of apps)
    for (const { rule, severity } of findings) {
      const theme = themeOf(rule);
      worst.set(theme, Math.min(worst.get(theme) ?? severities.length, severityRank(severity)));
    }
  return [...worst].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([theme]) => theme);
}

/** `flows` of `flows/pkce-required`; all guides are one theme. */
function themeOf(rule: string): string {
  const [first = ''] = rule.split('/');
  return first;
}
