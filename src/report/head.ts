import type { Problem } from './problem.js';
import type { Report, ReportSource } from './report.js';

/** What the JSON of every command but `audit` begins with. */
export interface Head {
  readonly schemaVersion: '1';
  readonly tool: Report['tool'];
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** Whether something that was asked for could not be read. */
  readonly incomplete: boolean;
  readonly sources: readonly ReportSource[];
  readonly problems: readonly Problem[];
}

/** The head of a command's answer about a report. */
export function answerHead({ tool, generatedAt, summary, sources, problems }: Report): Head {
  const { incomplete } = summary;
  return { schemaVersion: '1', tool, generatedAt, incomplete, sources, problems };
}
