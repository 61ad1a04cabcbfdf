import { appendFileSync } from 'node:fs';
import type { Digest } from '../report/digest/index.js';
import { unwritten } from '../model/unwritten-error.js';

/**
 * Adds the markdown report to the summary of the job where GitHub Actions says which file that is:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 * Throws UnwrittenError.
 */
export async function addJobSummary(
  digest: Digest,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  const { comment } = await import('../../reporters/markdown.js');
  try {
    appendFileSync(file, comment(digest));
  } catch (cause) {
    throw unwritten('the job summary (GITHUB_STEP_SUMMARY)', cause);
  }
}
