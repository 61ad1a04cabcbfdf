/** All severities, worst first. The one list that orders, filters, schemas and reports use. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof severities)[number];

/** 0 for the worst severity, growing as severities get milder. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Whether a severity is as bad as a threshold or worse; nothing reaches `never`. */
export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && severityRank(severity) <= severityRank(threshold);
}

/** The next milder severity; nothing is milder than info. */
export function oneMilder(severity: Severity): Severity {
  return severities[severityRank(severity) + 1] ?? 'info';
}

/** The milder of two severities. */
export function milder(a: Severity, b: Severity): Severity {
  return severityRank(a) > severityRank(b) ? a : b;
}
