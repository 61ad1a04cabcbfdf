import { appendFileSync } from 'node:fs';
import type { Report } from '../model/report.js';
import { UserError } from '../model/user-error.js';

/**
 * Adds the markdown report to the summary of the job where GitHub Actions says which file that is:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export async function addJobSummary(
  report: Report,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const { markdown } = await import('../../reporters/markdown.js');
  try {
    appendFileSync(file, markdown(report));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new UserError(
      `the job summary cannot be written: ${cause.message}`,
      'GITHUB_STEP_SUMMARY names the file',
      { cause },
    );
  }
}
