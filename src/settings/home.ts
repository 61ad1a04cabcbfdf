import type { Field, Origin } from './definition.js';

const combined = { first: ', else ', union: ' and ', or: ' or ' } as const;

/** Where a setting stands in metadata, in words: element, type, API version, documented default. */
export function homeOf(origin: Origin): string {
  if ('derived' in origin) return `worked out from ${origin.derived}`;
  if ('unavailable' in origin) return origin.unavailable;
  return origin.fields.map(metadataFieldText).join(combined[origin.combine]);
}

function metadataFieldText(field: Field): string {
  const inverse = field.read === 'inverted' ? ', inverted' : '';
  const documented = field.default ? `, default ${String(field.default.value)}` : '';
  return `${field.part} ${field.path} (API ${field.since}+${inverse}${documented})`;
}
