import { hash } from 'node:crypto';
import type { KnownFinding } from '../model/baseline.js';
import { appId } from '../model/app.js';
import { compareText } from '../model/location.js';
import type { ReportApp } from '../model/report.js';
import { milder } from '../model/severity.js';
import type { Result } from '../model/verdict.js';

/** The failed and open results as a baseline knows them, by fingerprint: one about the org stands for all its apps. */
export function knownFindings(
  results: readonly Result[],
  apps: readonly ReportApp[],
): ReadonlyMap<string, KnownFinding> {
  const names = new Map(apps.map(({ id, kind, apiName }) => [id, appId(kind, apiName)]));
  const found = new Map<string, KnownFinding>();
  for (const result of results) {
    const one = knownFinding(result, names.get(result.app) ?? result.app);
    if (!one) continue;
    const known = found.get(one.fingerprint);
    found.set(one.fingerprint, known ? together(known, one) : one);
  }
  return found;
}

function knownFinding(result: Result, name: string): KnownFinding | undefined {
  const { fingerprint, rule, verdict, severity, about } = result;
  if (verdict !== 'fail' && verdict !== 'open') return undefined;
  const faults = verdict === 'fail' ? faultsOf(result) : [];
  const app = about === 'org' ? 'org' : name;
  return { fingerprint, rule, app, verdict, severity, ...(faults.length > 0 && { faults }) };
}

/** Hashes: what is at fault may be an address that nobody wants in one more file. */
function faultsOf({ evidence }: Result): readonly string[] {
  const items = evidence.flatMap(({ setting, items: list = [] }) =>
    list.map((item) => hash('sha256', `${setting}\n${item}`).slice(0, 8)),
  );
  return [...new Set(items)].toSorted(compareText);
}

/** The worse of two results of one finding. */
function together(a: KnownFinding, b: KnownFinding): KnownFinding {
  const severity = milder(a.severity, b.severity) === a.severity ? b.severity : a.severity;
  return { ...a, verdict: a.verdict === 'fail' ? 'fail' : b.verdict, severity };
}
