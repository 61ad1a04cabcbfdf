import { secretsOf } from '../../model/secrets.js';
import { UserError } from '../../model/user-error.js';
import { serve } from '../../lsp/server.js';
import type { Io } from '../io.js';
import { version } from '../version.js';
import { clockOf } from './audit.js';

/** Serves an editor on stdin and stdout. Never answers: the protocol says when the process ends, and with which exit code. */
export async function lsp(io: Io): Promise<number> {
  if (!io.stdio) throw new UserError('there is no stdin and stdout to serve on');
  const { redact } = secretsOf(io.env);
  serve({ ...io.stdio(), now: () => clockOf(io), version, redact });
  return new Promise<number>(() => undefined);
}
