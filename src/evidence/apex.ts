/** The classes of a source, in lower case, with what each extends. */
export type ApexClasses = ReadonlyMap<string, string>;

/** Without `[^{]*` over the whole file: a class of the platform is named right behind. */
const classDeclaration = /\bclass\s{1,20}(\w{1,80})\s{1,20}extends\s{1,20}([\w.]{1,160})/gi;

/**
 * The classes of Salesforce that decide for an app: ConnectedAppPlugin, and ExternalClientAppOauthHandler for External Client
 * Apps. Source: https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_namespace_Auth.htm
 */
const bases = /^(?:auth\.)?(?:connectedappplugin|externalclientappoauthhandler)$/;

/** What each class of a text extends, by its name in lower case; comments do not count. */
export function classesIn(text: string): ApexClasses {
  if (!/extends/i.test(text)) return new Map();
  const found = withoutComments(text).matchAll(classDeclaration);
  return new Map([...found].map(([, name = '', base = '']) => [name.toLowerCase(), base]));
}

/** Text literals are passed as a whole: what looks like a comment in one is none. */
const skipped = /'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*/g;

function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (const { 0: what, index } of text.matchAll(skipped)) {
    if (index < at || what.startsWith("'")) continue;
    kept.push(text.slice(at, index));
    const end = what === '/*' ? text.indexOf('*/', index + 2) : index + what.length;
    if (end === -1) return kept.join(' ');
    at = what === '/*' ? end + 2 : end;
  }
  return [...kept, text.slice(at)].join(' ');
}

/** Whether a class is a handler of apps, also by way of classes of the same source. */
export function isHandler(name: string, classes: ApexClasses): boolean {
  const seen = new Set<string>();
  for (let base = classes.get(name.toLowerCase()); base !== undefined;) {
    const lower = base.toLowerCase();
    if (bases.test(lower)) return true;
    if (seen.has(lower)) return false;
    seen.add(lower);
    base = classes.get(lower);
  }
  return false;
}
