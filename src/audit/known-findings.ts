import { hash } from 'node:crypto';
import { appId } from '../model/app.js';
import type { KnownFinding, KnownSource } from '../report/baseline.js';
import { conflictingDemands } from '../rulesets/rules-of-results.js';
import { compareText } from '../model/location.js';
import type { ReportApp } from '../report/report.js';
import { milder } from '../report/severity.js';
import type { Result } from '../report/verdict.js';

/** What stands behind results: their apps by id, and the sources of these by id. */
export interface Subjects {
  readonly apps: ReadonlyMap<string, Pick<ReportApp, 'kind' | 'apiName' | 'source' | 'folder'>>;
  readonly sources: ReadonlyMap<string, KnownSource>;
}

/** A finding is one of its source: another source may have one with the same fingerprint. */
export function knownFindingKey({
  source,
  fingerprint,
}: Pick<KnownFinding, 'source' | 'fingerprint'>) {
  return `${fingerprint} ${source}`;
}

/** The failed and open results as a baseline knows them, by `findingKey`: one about the org stands for all its apps. */
export function knownFindings(
  results: readonly Result[],
  subjects: Subjects,
): ReadonlyMap<string, KnownFinding> {
  const found = new Map<string, KnownFinding>();
  for (const result of results) {
    const one = knownFinding(result, subjects);
    if (!one) continue;
    const key = knownFindingKey(one);
    const known = found.get(key);
    found.set(key, known ? worseOfTwo(known, one) : one);
  }
  return found;
}

function knownFinding(result: Result, { apps, sources }: Subjects): KnownFinding | undefined {
  const { fingerprint, rule, verdict, severity, undatedSeverity, about } = result;
  if (verdict !== 'fail' && verdict !== 'open') return undefined;
  const app = apps.get(result.app);
  const faults = verdict === 'fail' ? hashesOfFaults(result) : [];
  const settings = rule === conflictingDemands.id ? settingsInEvidence(result) : [];
  return {
    ...(sources.get(app?.source ?? '') ?? { source: app?.source ?? '' }),
    app: about === 'org' || !app ? 'org' : appId(app.kind, app.apiName),
    ...(about !== 'org' && app && { folder: folderIn(app) }),
    rule,
    verdict,
    severity,
    ...(undatedSeverity && { undatedSeverity }),
    ...(faults.length > 0 && { faults }),
    ...(settings.length > 0 && { settings }),
    fingerprint,
  };
}

/** The folder of an app inside its source, so that it is the same wherever the source lies and however it is named. */
export function folderIn({ source, folder }: Pick<ReportApp, 'source' | 'folder'>): string {
  if (source === '.') return folder;
  return folder.startsWith(`${source}/`) ? folder.slice(source.length + 1) : '.';
}

/** Hashes: what is at fault may be an address that nobody wants in one more file. */
function hashesOfFaults({ evidence }: Result): readonly string[] {
  const items = evidence.flatMap(({ setting, items: list = [] }) =>
    list.map((item) => hash('sha256', `${setting}\n${item}`).slice(0, 8)),
  );
  return [...new Set(items)].toSorted(compareText);
}

function settingsInEvidence({ evidence }: Result): readonly string[] {
  return [...new Set(evidence.map(({ setting }) => setting))].toSorted(compareText);
}

/** The worse of two results of one finding. */
function worseOfTwo(a: KnownFinding, b: KnownFinding): KnownFinding {
  const severity = milder(a.severity, b.severity) === a.severity ? b.severity : a.severity;
  return { ...a, verdict: a.verdict === 'fail' ? 'fail' : b.verdict, severity };
}
