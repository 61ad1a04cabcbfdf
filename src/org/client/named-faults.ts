import { CallFault, faultOfCode, shortFault } from './fault.js';

/** Errors of jsforce as faults: those that Salesforce named, and the end of the session. */
export async function asNamedFaults<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CallFault || !(error instanceof Error)) throw error;
    const { errorCode } = error as Error & { readonly errorCode?: unknown };
    if (typeof errorCode === 'string') throw faultOfCode(errorCode, error.message);
    const why = /^Unable to refresh session due to: (.*)/s.exec(error.message)?.[1];
    if (why !== undefined) throw new CallFault('session', shortFault(why), 'INVALID_SESSION_ID');
    if (error.message.startsWith('SOAP API does not support JWT'))
      throw new CallFault('refused', shortFault(error.message));
    // What jsforce makes of an answer that it does not expect: the answer is wrong, and nothing else is.
    if (Object.hasOwn(error, 'data'))
      throw new CallFault('wrong-answer', 'the answer cannot be read');
    throw error;
  }
}
