/**
 * How large a regular expression becomes when it is compiled, about: RE2 writes repetitions out, and a class such as `\\pL`
 * is hundreds of ranges. It is told from the text, since to compile a large one takes seconds.
 */
export function patternSize(pattern: string): number {
  const plain = pattern.replaceAll(/\\Q(.*?)(?:\\E|$)/gs, (_, text: string) =>
    'x'.repeat(text.length),
  );
  const folds = /\(\?[a-z-]*i/i.test(plain) ? 3 : 1;
  // The sizes of the groups that are open, each with that of what came last in it.
  const open: { total: number; last: number }[] = [{ total: 0, last: 0 }];
  for (const [token] of plain.matchAll(patternTokens)) {
    const here = open.at(-1) ?? { total: 0, last: 0 };
    if (token.startsWith('(')) open.push({ total: 1, last: 0 });
    else if (token === ')') {
      // One that closes nothing is a mistake, and no size.
      if (open.length === 1) continue;
      open.pop();
      addSize(open.at(-1) ?? here, here.total);
    } else if (token.startsWith('{')) repeat(here, token);
    else if (!/^[*+?|]/.test(token)) addSize(here, weightOf(token) * folds);
  }
  return open.reduce((sum, { total }) => sum + total, 0);
}

const patternTokens =
  /\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\[^]|\[:[^\]]*:\]|[^\]\\])*\]|\(\?(?:P?<[^>]*>|[a-zA-Z-]*:?)|\{\d+(?:,\d*)?\}|[^]/g;

function addSize(group: { total: number; last: number }, size: number): void {
  group.total += size;
  group.last = size;
}

function repeat(group: { total: number; last: number }, token: string): void {
  const counts = Array.from(token.matchAll(/\d+/g), ([digits]) => Number(digits));
  const times = Math.max(1, ...counts);
  group.total += group.last * (times - 1);
  group.last *= times;
}

function weightOf(token: string): number {
  if (/^\\[pP]/.test(token)) return 20;
  if (token.startsWith('[') && token.length > 1)
    return 2 + 20 * (token.match(/\\[pP]|\[:/g)?.length ?? 0) + token.length / 10;
  return token === '.' ? 4 : 1;
}
