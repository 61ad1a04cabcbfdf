import type { ReportingConfiguration, Result as SarifResult } from 'sarif';
import type { Severity } from '../../src/report/severity.js';
import type { Result } from '../../src/report/verdict.js';

type SarifLevel = NonNullable<ReportingConfiguration['level']>;

export interface SarifSeverity {
  readonly level: SarifLevel;
  /** GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low; 0 is refused, so info is a faint low. */
  readonly score: string;
  readonly problem: 'error' | 'warning' | 'recommendation';
}

/** Each severity in the words of SARIF and of GitHub. */
export const sarifSeverities = {
  critical: { level: 'error', score: '9.5', problem: 'error' },
  high: { level: 'error', score: '8.0', problem: 'error' },
  medium: { level: 'warning', score: '5.5', problem: 'warning' },
  low: { level: 'note', score: '2.5', problem: 'recommendation' },
  info: { level: 'note', score: '0.5', problem: 'recommendation' },
} as const satisfies Readonly<Record<Severity, SarifSeverity>>;

/** SARIF 3.27.10: a result that is no failure has the level none. */
export function levelOf({ verdict, severity }: Result): NonNullable<SarifResult['level']> {
  return verdict === 'fail' ? sarifSeverities[severity].level : 'none';
}
