// Inputs that cost far more than they weigh. `npm test` tries the costliest of each kind, `npm run bench -- --hostile` all of them.
import { zipSync } from 'fflate';

const megabyte = 1024 * 1024;
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const app = (config: string): string =>
  `<ConnectedApp ${namespace}><contactEmail>a@b.c</contactEmail><label>x</label><oauthConfig>${config}</oauthConfig></ConnectedApp>`;
const part = (content: string): string =>
  `<ExtlClntAppOauthSettings ${namespace}>${content}</ExtlClntAppOauthSettings>`;

/** A piece of text as often as it fits into just under 10 MB, or into so many characters. */
const full = (piece: string, size = 10 * megabyte - 1_000): string =>
  piece.repeat(Math.floor(size / piece.length));
/** The same in values that are short enough to be read, or in elements that are few enough. */
const split = (piece: string): string => full(`<x>${full(piece, 249_000)}</x>`);
const elements = (piece: string, each: number): string => piece.repeat(Math.floor(99_000 / each));

export type Heavy = readonly [what: string, name: string, text: string];

/** Files of up to 10 MB that would cost far more than they weigh: refused at once. */
export const refused: readonly Heavy[] = [
  ['one long value', 'X.connectedApp', app(`<callbackUrl>${full('x')}</callbackUrl>`)],
  ['one long list', 'X.connectedApp', app(`<callbackUrl>${full('a\n')}</callbackUrl>`)],
  [
    'one long list of references',
    'X.connectedApp',
    app(`<callbackUrl>${full('a&#10;')}</callbackUrl>`),
  ],
  [
    'one long list of scopes',
    'X.ecaOauth',
    part(`<commaSeparatedOauthScopes>${full('X,')}</commaSeparatedOauthScopes>`),
  ],
  ['lone CRs', 'X.connectedApp', app(`<callbackUrl>${full('a\r')}</callbackUrl>`)],
  ['line ends', 'X.connectedApp', app(full('\r\n'))],
  ['comments', 'X.connectedApp', app(full('<!---->'))],
  [
    'CDATA sections',
    'X.connectedApp',
    app(`<callbackUrl>${full('<![CDATA[a\n]]>')}</callbackUrl>`),
  ],
  ['instructions', 'X.connectedApp', app(full('<?a?>'))],
  ['a certificate', 'X.connectedApp', app(`<certificate>${full('MIIC')}</certificate>`)],
  ['a long name', 'X.connectedApp', `<${full('x')}/>`],
  [
    'attributes',
    'X.connectedApp',
    `<ConnectedApp ${Array.from({ length: 900_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
  ],
  ['start tags', 'X.connectedApp', full('<a>')],
  ['an open attribute', 'X.connectedApp', `<a b="${full('x')}`],
  ['an open comment', 'X.connectedApp', full('<!-- ')],
];

/** The same, as far as files are read. */
export const read: readonly Heavy[] = [
  ['many values', 'X.connectedApp', app(split('x'))],
  ['many values of line ends', 'X.connectedApp', app(split('a\n'))],
  ['many values of CRs', 'X.connectedApp', app(split('a\r'))],
  ['many values of references', 'X.connectedApp', app(split('&amp;'))],
  ['many values of CDATA', 'X.connectedApp', app(split('<![CDATA[a]]>'))],
  ['many values of comments', 'X.connectedApp', app(split('<!---->'))],
  ['many scopes', 'X.connectedApp', app(elements('<scopes>Unheard_of</scopes>', 1))],
  ['many unknown elements', 'X.connectedApp', app(elements('<x/>', 1))],
  ['many flags', 'X.connectedApp', app(elements('<isPkceRequired>false</isPkceRequired>', 1))],
  [
    'as many ranges as may be',
    'X.connectedApp',
    `<ConnectedApp ${namespace}>${'<ipRanges><end>9.9.9.9</end><start>0.0.0.0</start></ipRanges>'.repeat(1_000)}</ConnectedApp>`,
  ],
  [
    'many ranges',
    'X.connectedApp',
    `<ConnectedApp ${namespace}>${elements('<ipRanges><end>9.9.9.9</end><start>0.0.0.0</start></ipRanges>', 3)}</ConnectedApp>`,
  ],
  [
    'many links',
    'X.ecaOauth',
    part(elements('<externalClientApplication>A</externalClientApplication>', 1)),
  ],
  [
    'many different links',
    'X.ecaOauth',
    part(
      Array.from(
        { length: 99_000 },
        (_, at) => `<externalClientApplication>A${at}</externalClientApplication>`,
      ).join(''),
    ),
  ],
  [
    'a list as long as may be',
    'X.connectedApp',
    app(`<callbackUrl>${full('a\n', 99_000)}</callbackUrl>`),
  ],
  [
    'blanks inside a value',
    'X.connectedApp',
    app(`<callbackUrl>a${full(' ', 99_000)}b</callbackUrl>`),
  ],
  ['open placeholders', 'X.connectedApp', app(`<callbackUrl>${full('{{', 99_000)}</callbackUrl>`)],
  [
    'open shell variables',
    'X.connectedApp',
    app(`<callbackUrl>${full('${', 99_000)}</callbackUrl>`),
  ],
  ['many X', 'X.connectedApp', app(`<callbackUrl>${full('X', 99_000)}_</callbackUrl>`)],
  [
    'a host without end',
    'X.connectedApp',
    app(`<callbackUrl>https://${full('a.', 99_000)}</callbackUrl>`),
  ],
];

/** Zips that unfold to far more than they weigh. */
export const bombs: readonly (readonly [string, () => Uint8Array])[] = [
  ['one entry of 200 MB', () => zipSync({ 'X.connectedApp': new Uint8Array(200 * megabyte) })],
  ['many entries of 10 MB', () => zipOfMany(15, full(' '))],
  [
    'many entries that are read',
    () => zipOfMany(6, app(split('<a/>'.repeat(9) + 'x'.repeat(999)))),
  ],
];

function zipOfMany(count: number, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return zipSync(
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`X${at}.connectedApp`, bytes] as const),
    ),
    { level: 1 },
  );
}

/** As many files of 10 MB as fit into what one audit may need. */
export const threeLargeFiles: readonly Heavy[] = Array.from({ length: 3 }, (_, at) => [
  'three files of 10 MB',
  `X${at}.connectedApp`,
  app(split('<a/>'.repeat(9) + 'x'.repeat(999))),
]);
