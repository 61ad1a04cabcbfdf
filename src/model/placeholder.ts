// Without a bound, a text of nothing but opening braces would take time that grows with its square.
const template = /\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}/;
// Upper case only: masked keys and real words may hold a run of small x's.
const crossedOut = /\bX{4,}\b|^[Xx]{4,}(?:@|$)/;

/** Whether a text stands for a value that a deployment puts in later: `{{X}}`, `${X}`, `XXXX`, `xxxxx@example.com`. */
export function isPlaceholder(text: string): boolean {
  return template.test(text) || crossedOut.test(text);
}

const templates = new RegExp(template, 'g');
/** As long as the shortest key or secret; the names around a template are words with underscores. */
const longWord = /(?!X+\b)[A-Za-z0-9]{16}/;

/** Whether a text holds a value of its own: it is there, and a placeholder at most stands beside it. */
export function isFilled(text: string): boolean {
  if (text === '') return false;
  return !isPlaceholder(text) || longWord.test(text.replace(templates, ''));
}
