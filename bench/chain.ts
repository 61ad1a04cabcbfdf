import type { Seen } from '../test/fake-org/fake-org.js';

/** What a call asks for, as far as other calls wait for it. */
type CallKind =
  | 'log-in'
  | 'versions'
  | 'describe'
  | 'list'
  | 'retrieve'
  | 'status'
  | 'tokens'
  | 'holders'
  | 'run-as'
  | 'other';

/**
 * Of which answers a call is made: the version in its address, the types or the job that it names, the page or the moment
 * at which it goes on, the users that it asks for. In which order a program sends calls plays no part.
 */
const madeOf: Readonly<Record<CallKind, readonly CallKind[]>> = {
  'log-in': [],
  versions: ['log-in'],
  describe: ['versions'],
  list: ['describe'],
  retrieve: ['describe'],
  status: ['retrieve', 'status'],
  tokens: ['versions', 'tokens'],
  holders: ['versions', 'tokens'],
  'run-as': ['versions', 'status'],
  other: ['versions'],
};

/** How many calls the longest sequence has of which each is made of the answer to the one before. */
export function longestChain(calls: readonly Seen[]): number {
  const lengths: (readonly [CallKind, number])[] = [];
  for (const call of calls.toSorted((a, b) => a.began - b.began)) {
    const kind = kindOf(call);
    const before = lengths.filter(([one]) => madeOf[kind].includes(one));
    lengths.push([kind, 1 + Math.max(0, ...before.map(([, length]) => length))]);
  }
  return Math.max(0, ...lengths.map(([, length]) => length));
}

const operations: Readonly<Record<string, CallKind>> = {
  describeMetadata: 'describe',
  listMetadata: 'list',
  retrieve: 'retrieve',
  checkRetrieveStatus: 'status',
};

function kindOf({ path, soql, operation, object }: Seen): CallKind {
  if (path === '/services/oauth2/token') return 'log-in';
  if (path === '/services/data') return 'versions';
  if (object === 'OauthToken' && !soql.includes('COUNT()')) return 'tokens';
  if (soql.includes('AssigneeId IN')) return 'holders';
  if (soql.includes('Assignee.Username IN')) return 'run-as';
  return operations[operation] ?? 'other';
}
