/**
 * Whether a text is a URL. Not `URL.canParse`: once it is optimised, Node 20 reads a text with letters such as ü by bytes, and
 * calls a URL none that `new URL` takes.
 */
export function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    // The parser says no by throwing, which is all that is asked here.
    return false;
  }
}

/**
 * The host to which a URL leads, in lower case and without a dot at its end; undefined for what leads to none. The WHATWG
 * parser decides, as in browsers, so that a user name before `@` or odd slashes cannot pose as the host:
 * https://url.spec.whatwg.org/#host-parsing
 */
export function hostOf(url: string): string | undefined {
  if (!isUrl(url)) return undefined;
  return new URL(url).hostname.toLowerCase().replace(/\.$/, '') || undefined;
}
