import type { Problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import { ask, type Asked } from './asked.js';
import { CallFault } from './fault.js';
import { orgLimits } from './limits.js';
import { type Fields, text } from './shape.js';

/** A component that listMetadata names. */
export interface Listed {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly createdDate: string;
  /** Of an installed package: the org never gives its files. */
  readonly installed: boolean;
}

interface ListedType {
  readonly type: string;
  readonly listed: Asked<readonly Listed[]>;
}

/** Lists the components of types, a few types in one call. */
export async function listAll(
  api: OrgApi,
  types: readonly string[],
  problems: Problem[],
): Promise<readonly ListedType[]> {
  const size = orgLimits.maxTypesInList;
  const groups = Array.from({ length: Math.ceil(types.length / size) }, (_, index) =>
    types.slice(index * size, (index + 1) * size),
  );
  return (await Promise.all(groups.map((group) => listGroup(api, group, problems)))).flat();
}

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
    }));
  } catch (fault) {
    const mayBeOneType = fault instanceof CallFault && ['missing', 'refused'].includes(fault.kind);
    if (types.length > 1 && mayBeOneType) {
      return (await Promise.all(types.map((type) => listGroup(api, [type], problems)))).flat();
    }
    const again = (): Promise<readonly Listed[]> => Promise.reject(fault);
    const listed = await ask(`the list of ${types.join(', ')}`, problems, again);
    return types.map((type) => ({ type, listed }));
  }
}

function listedOf(row: Fields): Listed {
  const state = text(row['manageableState']);
  return {
    type: text(row['type']),
    fullName: text(row['fullName']),
    id: text(row['id']),
    createdDate: text(row['createdDate']),
    installed: state.startsWith('installed') || text(row['namespacePrefix']) !== '',
  };
}
