/** A file that must be refused: what it is, the problem that says so, and the place as `line:column`. */
export interface HostileFile {
  readonly what: string;
  readonly kind: string;
  readonly at: string;
  /** The name of the file; `Bad.connectedApp-meta.xml` unless it matters. */
  readonly name?: string;
  readonly content: string | Buffer;
}

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const megabyte = 1024 * 1024;

/** A Connected App with something where its label stands, in line 3, column 12. */
const withLabel = (label: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp ${namespace}>
    <label>${label}</label>
</ConnectedApp>
`;

const good = withLabel('Bad');
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const swapped = (text: string): Buffer => utf16(text).swap16();
const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

const malformed = (what: string, at: string, content: string | Buffer): HostileFile => ({
  what,
  kind: 'malformed-xml',
  at,
  content,
});

/** Files that are no well-formed XML, or more than metadata may be. */
const xmlFiles: readonly HostileFile[] = [
  malformed('a DOCTYPE', '1:1', `<!DOCTYPE ConnectedApp>\n${good.replace(/^.*\n/, '')}`),
  malformed(
    'a billion laughs',
    '2:1',
    good.replace(
      '\n',
      '\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n',
    ),
  ),
  malformed(
    'an external entity',
    '2:1',
    good.replace('\n', '\n<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'),
  ),
  malformed('an entity that nobody defined', '3:12', withLabel('&x;')),
  malformed('a reference to a control character', '3:12', withLabel('&#1;')),
  malformed('a reference beyond Unicode', '3:12', withLabel('&#x110000;')),
  malformed('half a reference', '3:14', withLabel('A & B')),
  malformed('a control character', '3:12', withLabel('\u0007')),
  malformed('an escape sequence for terminals', '3:12', withLabel('\u001b[2J')),
  malformed('a character that is none', '3:12', withLabel('\uffff')),
  malformed('the end of CDATA in text', '3:12', withLabel(']]>')),
  malformed('two hyphens in a comment', '3:17', withLabel('<!-- -- -->')),
  malformed('a comment without end', '3:12', withLabel('<!-- ')),
  malformed('CDATA without end', '3:12', withLabel('<![CDATA[')),
  malformed('an instruction without end', '3:12', withLabel('<?x ')),
  malformed('an element without end', '4:1', good.replace('</label>', '')),
  malformed('end tags in the wrong order', '3:18', withLabel('<a><b></a></b>')),
  malformed('an end tag too many', '5:1', `${good}</ConnectedApp>`),
  malformed('a second root', '5:1', `${good}<ConnectedApp/>`),
  malformed('text behind the root', '5:1', `${good}and more`),
  malformed('text before the root', '1:1', 'hello <ConnectedApp/>'),
  malformed('a blank before the declaration', '1:2', ` ${good}`),
  malformed('no root element', '1:22', '<?xml version="1.0"?>'),
  malformed('a file that was cut off', '4:1', good.slice(0, 130)),
  malformed('a prefix that nothing binds', '3:13', withLabel('<sf:a/>')),
  malformed('a prefix that is bound', '2:2', `\n<x:ConnectedApp xmlns:x="urn:x"/>`),
  malformed('an attribute twice', '3:20', withLabel('<a b="" b=""/>')),
  malformed('an attribute without quotes', '3:17', withLabel('<a b=c/>')),
  malformed('an attribute with a tag inside', '3:18', withLabel('<a b="<"/>')),
  malformed('XML 1.1', '1:16', good.replace('"1.0"', '"1.1"')),
  malformed('a declared UTF-16', '1:31', good.replace('UTF-8', 'UTF-16')),
  malformed('a declared Latin-1', '1:31', good.replace('UTF-8', 'ISO-8859-1')),
  malformed('elements nested too deeply', '3:126', withLabel(nested(5_000))),
  malformed('too many elements', '3:400000', withLabel('<a/>'.repeat(200_000))),
  malformed('too many comments', '3:699991', withLabel('<!---->'.repeat(200_000))),
  malformed('a value without end', '3:5', withLabel('x'.repeat(300_000))),
  malformed('JSON', '1:1', '{"ConnectedApp": {"label": "Bad"}}'),
  malformed(
    'a conflict of a merge',
    '3:1',
    good.replace('    <label>', '<<<<<<< HEAD\n    <label>'),
  ),
  malformed('the name of a prototype', '3:13', withLabel('<__proto__>x</__proto__>')),
];

/** Files that are no text, no metadata, or not the metadata that their names say. */
const otherFiles: readonly HostileFile[] = [
  { what: 'no byte', kind: 'empty-file', at: '1:1', content: '' },
  { what: 'blanks', kind: 'empty-file', at: '1:1', content: ' \n\t\n' },
  { what: 'a byte order mark', kind: 'empty-file', at: '1:1', content: '\ufeff' },
  { what: 'UTF-16 with a mark', kind: 'not-utf8', at: '1:1', content: utf16(`\ufeff${good}`) },
  { what: 'UTF-16 without a mark', kind: 'not-utf8', at: '1:1', content: utf16(good) },
  { what: 'UTF-16 BE', kind: 'not-utf8', at: '1:1', content: swapped(`\ufeff${good}`) },
  {
    what: 'Latin-1',
    kind: 'not-utf8',
    at: '3:13',
    content: Buffer.from(withLabel('Bär'), 'latin1'),
  },
  { what: 'NUL bytes', kind: 'not-utf8', at: '1:1', content: Buffer.alloc(4_096) },
  {
    what: 'binary junk',
    kind: 'not-utf8',
    at: '1:1',
    content: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]),
  },
  {
    what: 'a program',
    kind: 'not-utf8',
    at: '1:1',
    content: Buffer.from('\x7fELF\x02\x01\x01\0\0', 'latin1'),
  },
  {
    what: 'a zip',
    kind: 'not-utf8',
    at: '1:1',
    content: Buffer.from('PK\x03\x04\x14\0', 'latin1'),
  },
  {
    what: 'over 10 MB',
    kind: 'file-too-large',
    at: '1:1',
    content: withLabel('x'.repeat(10 * megabyte)),
  },
  { what: 'another root', kind: 'wrong-root', at: '1:1', content: `<Profile ${namespace}/>` },
  {
    what: 'another namespace',
    kind: 'wrong-root',
    at: '1:1',
    content: '<ConnectedApp xmlns="urn:x"/>',
  },
  {
    what: 'a page of a web server',
    kind: 'wrong-root',
    at: '1:1',
    content: '<html><body>Log in</body></html>',
  },
  {
    what: 'a part of no app',
    kind: 'missing-link',
    at: '1:1',
    name: 'Bad.ecaOauth-meta.xml',
    content: `<ExtlClntAppOauthSettings ${namespace}/>`,
  },
  {
    what: 'a value that is too long',
    kind: 'value-too-long',
    at: '3:5',
    content: withLabel('x'.repeat(150_000)),
  },
  {
    what: 'an API name without end',
    kind: 'missing-link',
    at: '1:1',
    name: 'Bad.ecaOauth',
    content: `<ExtlClntAppOauthSettings ${namespace}><externalClientApplication>${'A'.repeat(9_000)}</externalClientApplication></ExtlClntAppOauthSettings>`,
  },
  {
    what: 'a part whose app is empty',
    kind: 'missing-link',
    at: '1:1',
    name: 'Bad.ecaOauthPlcy',
    content: `<ExtlClntAppOauthConfigurablePolicies ${namespace}><externalClientApplication> </externalClientApplication></ExtlClntAppOauthConfigurablePolicies>`,
  },
  {
    what: 'settings of the org, broken',
    kind: 'malformed-xml',
    at: '1:1',
    name: 'OauthOidc.settings-meta.xml',
    content: `<OauthOidcSettings`,
  },
];

export const hostileFiles: readonly HostileFile[] = [...xmlFiles, ...otherFiles];
