import type { AuditRequest } from '../../src/audit/audit.js';
import { chooseRulesets } from '../../src/cli/rulesets.js';

/** An audit of a folder by the shipped rulesets, as the command line asks for it without flags and configuration. */
export async function plainRequest(
  cwd: string,
  sources: readonly string[] = ['.'],
): Promise<AuditRequest> {
  return {
    sources,
    cwd,
    rulesets: await chooseRulesets([], cwd),
    parameters: new Map(),
    select: { apps: [] },
    options: { failOn: 'high', minSeverity: 'info', include: [], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now: new Date('2026-11-01T00:00:00Z'),
    version: '0',
  };
}
