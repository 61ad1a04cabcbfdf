/**
 * The host to which a URL leads, in lower case and without a dot at its end; undefined for what leads to none. The WHATWG
 * parser decides, as in browsers, so that a user name before `@` or odd slashes cannot pose as the host:
 * https://url.spec.whatwg.org/#host-parsing
 */
export function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  return new URL(url).hostname.toLowerCase().replace(/\.$/, '') || undefined;
}
