// Without a bound, a text of nothing but opening braces would take time that grows with its square.
const template = /\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}/;
// Upper case only: masked keys and real words may hold a run of small x's.
const crossedOut = /\bX{4,}\b|^[Xx]{4,}(?:@|$)/;

/** Whether a text stands for a value that a deployment puts in later: `{{X}}`, `${X}`, `XXXX`, `xxxxx@example.com`. */
export function isPlaceholder(text: string): boolean {
  return template.test(text) || crossedOut.test(text);
}
