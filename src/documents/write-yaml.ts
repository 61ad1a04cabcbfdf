import { stringify } from 'yaml';

/** Data as YAML for people to read. */
export function yamlOf(data: unknown): string {
  return stringify(data, { aliasDuplicateObjects: false, lineWidth: 110 });
}
