import type { AppKind } from '../../model/app.js';
import { severities, type Severity } from '../severity.js';
import { clip } from './plain-text.js';

/** `1 check`, `2 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** More apps than these are only counted where they are named. */
const mostAppsNamed = 3;

/** The ids of some apps, or how many they are. */
export function namedAppsText(apps: readonly string[]): string {
  if (apps.length > mostAppsNamed) return counted(apps.length, 'app');
  return apps.map((id) => clip(id, 100)).join(', ');
}

/** `1 critical, 2 high`: the most severe first, without a severity that nothing has. Empty when nothing fails. */
export function severityCounts(bySeverity: Readonly<Record<Severity, number>>): string {
  return severities
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => `${bySeverity[severity]} ${severity}`)
    .join(', ');
}

/** What Salesforce calls the kinds of app. */
export const kindTitles = {
  externalClientApp: 'External Client App',
  connectedApp: 'Connected App',
} as const satisfies Readonly<Record<AppKind, string>>;

/** Numbers what comes twice: the second `a` is `a (2)`. For readers that keep only the last one of a name. */
export function uniqueNames(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
}

/** A text in which the first letter is a capital. */
export function withFirstCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
