/**
 * Whether a glob fits a whole text: `*` stands for any run of characters, `?` for one. Linear in practice and never
 * worse than the product of both lengths, since only the last star is ever tried again.
 */
export function matchesGlob(glob: string, text: string): boolean {
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
