/** Made once for this tool. */
export const toolGuid = 'ccdb3915-6eeb-4e7e-87ec-fad1cc86bdab';

/**
 * The standard wants an address of a page about the tool, and one for each rule. The repository has no public home yet: no
 * address is made up, and a page of somebody else misleads, so what has no page of its own is named by a URI that is only a
 * name. With a home, these two become addresses of it.
 */
export const toolUri = `urn:uuid:${toolGuid}`;

/** A rule, or a kind of notification. Ids are made of what a fragment may hold, or encoded. */
export function ownUri(id: string): string {
  return `${toolUri}#${id.split('/').map(encodeURIComponent).join('/')}`;
}
