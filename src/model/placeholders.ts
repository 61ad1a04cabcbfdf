const placeholderPattern = /\$\{([^}]*)\}/g;

/** The names in `${name}` in a text, each once. */
export function placeholderNames(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(placeholderPattern), ([, name]) => name ?? ''))];
}
