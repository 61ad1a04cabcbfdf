// Apps whose files are right XML and written in ways that no retrieve writes them.
import { connectedApp, eca } from './files.js';

type Files = Readonly<Record<string, string>>;

function named(
  files: Files,
  name: string,
  write: (text: string) => string = (text) => text,
): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replaceAll('Orders', name),
      write(text.replaceAll('>Orders<', `>${name}<`)),
    ]),
  );
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/(https:[^<\n]*)\n(?=[^<]*<\/callbackUrl>)/g, '$1&#10;')
    .replaceAll(/(&#10;[^<\n]*)\n/g, '$1&#10;')
    .replaceAll(/\n\s*/g, '');
const windows = (text: string): string =>
  `\ufeff${text.replaceAll('    ', '\t').replaceAll('\n', '\r\n')}`;

const faults = {
  global: {
    callbackUrl: 'https://orders.northwind.test/cb\nhttps://*.northwind.test/cb\njavascript:x',
    isTokenExchangeEnabled: 'true',
    isIntrospectAllTokens: 'true',
    isPkceRequired: 'false',
    isRefreshTokenRotationEnabled: '-',
  },
  oauth: {
    commaSeparatedOauthScopes: 'Api, Chatter, Full, RefreshToken',
    trustedIpRanges:
      '<endIpAddress>203.0.113.20</endIpAddress><startIpAddress>203.0.113.10</startIpAddress></trustedIpRanges><trustedIpRanges><endIpAddress>203.0.113.30</endIpAddress><startIpAddress>203.0.113.15</startIpAddress>',
  },
  policies: {
    sessionTimeoutInMinutes: '480',
    refreshTokenPolicyType: 'Infinite',
    refreshTokenValidityPeriod: '-',
    refreshTokenValidityUnit: '-',
  },
};

const old = connectedApp({
  config: {
    callbackUrl: 'https://orders.northwind.test/cb\nhttps://*.northwind.test/cb',
    isPkceRequired: 'false',
    isTokenExchangeEnabled: 'true',
    'scopes#3': 'Full',
    'scopes#4': 'Chatter',
  },
  policy: { refreshTokenPolicy: 'infinite', isTokenExchangeFlowEnabled: '-' },
  root: { sessionPolicy: '\n        <sessionTimeout>480</sessionTimeout>\n    ' },
});

/** Letters of two, three and four bytes in front of a value in its line. */
const behindLetters = (text: string): string =>
  text.replaceAll(
    /<(sessionTimeout\w*|isPkceRequired|refreshTokenPolicy\w*)>/g,
    '<!-- \u00fc\u9867\u{1d49c} --><$1>',
  );

const withComments = (text: string): string =>
  text
    .replace(
      /<sessionTimeout(\w*)>480</,
      '<sessionTimeout$1><!-- one day --> 480 <!-- too long --><',
    )
    .replace(
      /<isPkceRequired>/,
      '<!-- <isPkceRequired>true</isPkceRequired> --><isPkceRequired >\n        ',
    )
    .replace(/\n\s*<isIntrospect/, '\n\n<!-- gateways --> <isIntrospect');

const withCdata = (text: string): string =>
  text
    .replace(/<sessionTimeout(\w*)>480</, '<sessionTimeout$1><![CDATA[480]]><')
    .replace('<isPkceRequired>false<', '<isPkceRequired><![CDATA[false]]><')
    .replace(/<callbackUrl>([^<]*)</, '<callbackUrl><![CDATA[$1]]><');

const withEmpties = (text: string): string =>
  text
    .replace(
      /<isRefreshTokenRotationEnabled>[^<]*<\/isRefreshTokenRotationEnabled>/,
      '<isRefreshTokenRotationEnabled/>',
    )
    .replace(/<isIntrospectAllTokens>[^<]*<\/isIntrospectAllTokens>\n\s*/, '')
    .replace(/<oauthPolicy>[^]*<\/oauthPolicy>/, '<oauthPolicy/>');

export const oddFiles: Files = {
  ...named(eca(faults), 'Windows', (text) => windows(behindLetters(text))),
  ...named(eca(faults), 'MarkedLine', (text) => `\ufeff${oneLine(behindLetters(text))}`),
  ...named(eca(faults), 'Comments', withComments),
  ...named(eca(faults), 'Cdata', withCdata),
  ...named(eca(faults), 'Empties', withEmpties),
  ...named(old, 'OldLine', oneLine),
  ...named(old, 'OldWindows', (text) => windows(behindLetters(text))),
  ...named(old, 'OldCdata', withCdata),
  ...named(old, 'OldEmpties', (text) => withEmpties(text).trimEnd()),
};
