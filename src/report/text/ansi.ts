/** SGR codes: what switches a look on, and what switches it off again. */
const sgrCodes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type Look = keyof typeof sgrCodes;

/** Gives a text its looks, or leaves it as it is. */
export type Paint = (text: string, ...wanted: readonly Look[]) => string;

/** A painter for a terminal with or without colour. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...wanted) => wanted.reduce(wrapIn, text);
}

function wrapIn(text: string, look: Look): string {
  const [on, off] = sgrCodes[look];
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;
}
