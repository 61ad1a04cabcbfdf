import { onceForText } from './once-for.js';

/** Whether a glob fits a whole text: `*` stands for any run of characters, `?` for one. */
export function matchesGlob(glob: string, text: string): boolean {
  return exact(glob)(text);
}

/**
 * The same without regard to case. In a glob of a URL, `https://*.acme.io/callback`, what stands for the host is compared with
 * the host: a star there is no path, no query and no user name, so that `https://evil.example/x.acme.io/callback` does not fit.
 */
export function isLikeGlob(glob: string, text: string): boolean {
  return matcherInAnyCase(glob)(text.toLowerCase());
}

const exact = onceForText((glob) => matcher(glob));
const matcherInAnyCase = onceForText(
  (glob) => urlMatcher(glob.toLowerCase()) ?? matcher(glob.toLowerCase()),
);

const urlGlob = /^([a-z][a-z0-9+.-]*:\/\/)([^/]+)(\/.*)?$/s;
// `\` is a slash to browsers.
const urlAuthority = /^[^/?#\\]*/;

/** For a glob with a scheme and a star in its host; undefined for any other one. A star at its end stands for all the rest. */
function urlMatcher(glob: string): ((text: string) => boolean) | undefined {
  const [, scheme = '', host = '', path] = urlGlob.exec(glob) ?? [];
  const isOpen = path === undefined && host.endsWith('*');
  if (!/[*?]/.test(isOpen ? host.replace(/\*+$/, '') : host)) return undefined;
  const [isHost, isRest] = [matcher(host), matcher(path ?? (isOpen ? '*' : ''))];
  return (text) => {
    if (!text.startsWith(scheme)) return false;
    const found = urlAuthority.exec(text.slice(scheme.length))?.[0] ?? '';
    const rest = text.slice(scheme.length + found.length);
    return !found.includes('@') && isHost(found) && isRest(rest);
  };
}

function matcher(glob: string): (text: string) => boolean {
  if (glob.includes('?')) return (text) => matchesSigns(glob, text);
  const pieces = glob.split('*');
  if (pieces.length === 1) return (text) => text === glob;
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  const others = pieces.slice(1, -1);
  return (text) => matchesPieces(text, first, others, last);
}

/** The first and the last piece are at the ends, each of the others at the first place that is left for it. */
function matchesPieces(
  text: string,
  first: string,
  others: readonly string[],
  last: string,
): boolean {
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const piece of others) {
    const at = text.indexOf(piece, from);
    if (at === -1 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

/** Linear in practice and never worse than the product of both lengths, since only the last star is ever tried again. */
function matchesSigns(glob: string, text: string): boolean {
  let inGlob = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    const sign = glob[inGlob];
    if (sign === '*') {
      star = inGlob;
      resume = inText;
      inGlob += 1;
    } else if (sign === '?' || sign === text[inText]) {
      inGlob += 1;
      inText += 1;
    } else if (star >= 0) {
      inGlob = star + 1;
      resume += 1;
      inText = resume;
    } else return false;
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}
