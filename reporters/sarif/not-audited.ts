// A file that could not be read is a result: GitHub shows no notification, and silence there reads as "no findings".
import { createHash } from 'node:crypto';
import type { Result as SarifResult } from 'sarif';
import type { Location } from '../../src/model/location.js';
import type { Problem, ProblemKind } from '../../src/report/problem.js';
import type { Report } from '../../src/report/report.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { problemTitles } from '../../src/report/digest/index.js';
import { message } from './message.js';
import { sarifPlace } from './place.js';

/** A problem that makes the audit incomplete, at a place in a file. */
export interface NotAudited extends Problem {
  readonly location: Location;
}

/** The first problem of each kind in each file: one file is one alert. */
export function notAudited({ problems }: Report): readonly NotAudited[] {
  const found = new Map<string, NotAudited>();
  for (const problem of problems) {
    const { level, kind, location } = problem;
    if (level !== 'error' || !location) continue;
    const key = `${kind}:${location.file}`;
    if (!found.has(key)) found.set(key, { ...problem, location });
  }
  return [...found.values()];
}

/** The rules that stand for kinds of problems, each once. */
export function notAuditedRules(
  found: readonly NotAudited[],
): readonly { readonly id: string; readonly kind: ProblemKind }[] {
  return [...new Set(found.map(({ kind }) => kind))].map((kind) => ({ id: ruleOf(kind), kind }));
}

/** A problem as a result. `index` tells where a rule stands among the descriptors. */
export function describeNotAudited(
  { kind, location, message: text }: NotAudited,
  index: ReadonlyMap<string, number>,
  lineHashes: Report['lineHashes'],
): SarifResult {
  const lineHash = lineHashes.get(`${location.file}:${location.startLine}`);
  const own = createHash('sha256').update(`${kind}:${location.file}`).digest('hex').slice(0, 32);
  return {
    ruleId: ruleOf(kind),
    ruleIndex: index.get(ruleOf(kind)) ?? -1,
    kind: 'fail',
    level: 'error',
    message: message(plainText(`${problemTitles[kind]}: ${text}`)),
    locations: [sarifPlace(location)],
    partialFingerprints: {
      ...(lineHash !== undefined && { primaryLocationLineHash: lineHash }),
      'ecaudit/v1': own,
    },
  };
}

function ruleOf(kind: ProblemKind): string {
  return `not-audited/${kind}`;
}
