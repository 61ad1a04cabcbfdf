import { XmlFault } from './fault.js';

const blankPattern = '[ \\t\\r\\n]';
const equals = `${blankPattern}*=${blankPattern}*`;
const xmlDeclaration = new RegExp(
  `^<\\?xml${blankPattern}+version${equals}(?:"1\\.0"|'1\\.0')` +
    `(?:${blankPattern}+encoding${equals}(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?` +
    `(?:${blankPattern}+standalone${equals}(?:"(?:yes|no)"|'(?:yes|no)'))?${blankPattern}*\\?>`,
);

/** Verifies the XML declaration and gives where it ends; 0 when there is none. */
export function declarationEnd(text: string): number {
  if (!/^<\?xml[ \t\r\n?]/.test(text)) return 0;
  const end = text.indexOf('?>');
  if (end === -1) throw new XmlFault('the XML declaration is never closed', 0);
  const written = text.slice(0, end + 2);
  if (!xmlDeclaration.test(written)) refuseDeclaration(written);
  return end + 2;
}

function refuseDeclaration(written: string): never {
  refuseValue(written, 'version', /^1\.0$/, 'of XML is not supported; Salesforce writes 1.0');
  refuseValue(written, 'encoding', /^utf-8$/i, 'is not supported; metadata is UTF-8');
  throw new XmlFault('the XML declaration is not well-formed', 0);
}

function refuseValue(written: string, name: string, expected: RegExp, why: string): void {
  const found = new RegExp(`${name}${equals}(["'])([\\w.-]{1,20})\\1`, 'd').exec(written);
  const [value, range] = [found?.[2], found?.indices?.[2]];
  if (value === undefined || range === undefined || expected.test(value)) return;
  throw new XmlFault(`${name} "${value}" ${why}`, range[0]);
}
