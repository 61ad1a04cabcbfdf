import { allChunks } from '../../model/chunks.js';
import type { Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, type Answer } from '../client/answer.js';
import { CallFault } from '../client/fault.js';
import { orgLimits } from '../client/limits.js';
import { type Fields, asAnswerText } from '../client/shape.js';

/** A component that listMetadata names. */
export interface Listed {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly createdDate: string;
  readonly lastModifiedDate: string;
  /** Of an installed package: the org never gives its files. */
  readonly installed: boolean;
}

export interface ListedType {
  readonly type: string;
  readonly listed: Answer<readonly Listed[]>;
  /** The org says that it does not have the type. */
  readonly absent: boolean;
}

/** Lists the components of types, a few types in one call. */
export async function listAll(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  const size = orgLimits.maxTypesInList;
  const groups = allChunks(types, size);
  return (await Promise.all(groups.map((group) => listGroup(api, group, problems)))).flat();
}

/** Faults that one of several types may have; the end of the session and of the time are everybody's. */
const mayBeOne: ReadonlySet<string> = new Set([
  'missing',
  'refused',
  'limit',
  'wrong-answer',
  'unreachable',
]);

/** Several types in one call; where it fails, one after the other, so that one type does not take others with it. */
async function listGroup(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  try {
    const found = (await api.list(types)).map(listedOf);
    return types.map((type) => ({
      type,
      listed: { ok: true, value: found.filter((one) => one.type === type) },
      absent: false,
    }));
  } catch (fault) {
    const mayBeOneType = fault instanceof CallFault && mayBeOne.has(fault.kind);
    if (types.length > 1 && mayBeOneType) {
      return (await Promise.all(types.map((type) => listGroup(api, [type], problems)))).flat();
    }
    const again = (): Promise<readonly Listed[]> => Promise.reject(fault);
    const listed = await tryCall(`the list of ${types.join(', ')}`, problems, again);
    const absent = fault instanceof CallFault && fault.kind === 'missing';
    return types.map((type) => ({ type, listed, absent }));
  }
}

function listedOf(row: Fields): Listed {
  const state = asAnswerText(row['manageableState']);
  return {
    type: asAnswerText(row['type']),
    fullName: asAnswerText(row['fullName']),
    id: asAnswerText(row['id']),
    createdDate: asAnswerText(row['createdDate']),
    lastModifiedDate: asAnswerText(row['lastModifiedDate']),
    installed: state.startsWith('installed') || asAnswerText(row['namespacePrefix']) !== '',
  };
}
