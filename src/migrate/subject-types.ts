/** Subjects of SAML assertions that the two kinds of app spell otherwise (Metadata API Developer Guide, both pages). */
const subjectSpellings: Readonly<Record<string, string>> = {
  customattr: 'CustomAttribute',
  persistentid: 'PersistentId',
};

/** The subject type of a Connected App as an External Client App spells it. */
export function subjectTypeOf(written: string): string {
  const key = written.toLowerCase();
  return Object.hasOwn(subjectSpellings, key) ? (subjectSpellings[key] ?? written) : written;
}
