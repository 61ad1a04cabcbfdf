const longestNamespace = 15;
const prefix = /^([A-Za-z](?:_?[A-Za-z0-9])*)__(?=.)/;

/**
 * The namespace in front of `__`; empty for a component of this org. It begins with a letter, and has 1 to 15 letters, digits
 * and single underscores. Source: https://developer.salesforce.com/docs/atlas.en-us.pkg1_dev.meta/pkg1_dev/register_namespace_prefix.htm
 */
export function namespaceOf(apiName: string): string {
  const namespace = prefix.exec(apiName)?.[1] ?? '';
  return namespace.length > longestNamespace ? '' : namespace;
}

/** The API name inside its package. */
export function withoutNamespace(apiName: string): string {
  const namespace = namespaceOf(apiName);
  return namespace === '' ? apiName : apiName.slice(namespace.length + 2);
}
