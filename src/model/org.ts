import { isUrl } from './addresses.js';

/** Which org a source is, as far as it says so: what is not known is null. */
export interface OrgIdentity {
  /** 18 characters. */
  readonly id: string | null;
  readonly name: string | null;
  /** The edition: `Enterprise Edition`. */
  readonly type: string | null;
  readonly sandbox: boolean | null;
  /** The name of the instance: `EU47`. */
  readonly instance: string | null;
  /** The host that calls go to, in lower case, with its port where it has one. */
  readonly host: string | null;
  readonly apiVersion: string | null;
  /** The username of who looked. */
  readonly user: string | null;
}

/** By what names a configuration or a baseline knows an org; a name that the source does not have is absent. */
export interface OrgNames {
  readonly id?: string;
  readonly alias?: string;
  readonly host?: string;
}

interface OfOrg {
  readonly id: string;
  readonly kind: string;
  readonly org?: OrgIdentity;
}

/** What stands before the alias in the id of a source that is an org. */
const orgFolder = 'org/';

/** The names of the org that a source is. A snapshot has no alias, and what is no org has no names. */
export function orgNamesOf({ id, kind, org }: OfOrg): OrgNames {
  const alias = kind === 'org' && id.startsWith(orgFolder) ? id.slice(orgFolder.length) : undefined;
  return {
    ...(org?.id && { id: org.id }),
    ...(alias !== undefined && { alias }),
    ...(org?.host && { host: org.host }),
  };
}

/** The id of the source that an org is. */
export function orgSourceId(alias: string): string {
  return `${orgFolder}${alias}`;
}

/** The host of an address, in lower case, with its port; null for what is no address. */
export function hostAndPortOf(address: string): string | null {
  return isUrl(address) ? new URL(address).host.toLowerCase() || null : null;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * An org's id with 18 characters; null for what is none. The last three say which of the 15 before them are capitals
 * (Salesforce Help, "Record IDs are 15 characters in some places and 18 in others").
 */
export function orgIdOf(text: string): string | null {
  const [, id] = /^(00D[0-9A-Za-z]{12})(?:[0-9A-Za-z]{3})?$/.exec(text) ?? [];
  if (id === undefined) return null;
  const suffix = [0, 5, 10].map((start) => {
    const bits = Array.from(id.slice(start, start + 5), (one, at) =>
      /[A-Z]/.test(one) ? 1 << at : 0,
    );
    return letters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id + suffix.join('');
}
