import { strToU8, zipSync } from 'fflate';
import type { Component } from './components.js';

/** What a SOAP call asks for. */
export interface SoapCall {
  readonly operation: string;
  readonly session: string;
  readonly body: string;
}

export function parseSoap(body: string): SoapCall {
  const [, operation = ''] = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body) ?? [];
  const [, session = ''] = /<(?:\w+:)?sessionId>([^<]*)</.exec(body) ?? [];
  return { operation, session, body };
}

export function envelope(operation: string, result: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ' +
    'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>' +
    `<${operation}Response>${result}</${operation}Response></soapenv:Body></soapenv:Envelope>`
  );
}

export function fault(code: string, message: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ' +
    'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="http://soap.sforce.com/2006/04/metadata">' +
    `<soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${escaped(message)}</faultstring>` +
    '</soapenv:Fault></soapenv:Body></soapenv:Envelope>'
  );
}

export function describeResult(types: readonly string[]): string {
  const objects = types.map(
    (type) =>
      `<metadataObjects><inFolder>false</inFolder><xmlName>${type}</xmlName></metadataObjects>`,
  );
  return `<result>${objects.join('')}<organizationNamespace></organizationNamespace></result>`;
}

/** The types that a listMetadata call asks for. */
export function listedTypes({ body }: SoapCall): readonly string[] {
  return [...body.matchAll(/<(?:\w+:)?type>(\w+)</g)].map((match) => match[1] ?? '');
}

export function listResult(components: readonly Component[]): string {
  return components.map((one) => `<result>${properties(one)}</result>`).join('');
}

function properties({ type, fullName, id, path, installed }: Component): string {
  const namespace = /^(\w+?)__/.exec(fullName)?.[1];
  return (
    '<createdById>005000000000001AAA</createdById><createdByName>Admin</createdByName><createdDate>2026-01-01T00:00:00.000Z</createdDate>' +
    `<fileName>${escaped(path)}</fileName><fullName>${escaped(fullName)}</fullName><id>${id}</id>` +
    '<lastModifiedById>005000000000001AAA</lastModifiedById><lastModifiedByName>Admin</lastModifiedByName><lastModifiedDate>2026-01-01T00:00:00.000Z</lastModifiedDate>' +
    `<manageableState>${installed ? 'installed' : 'unmanaged'}</manageableState>` +
    (namespace === undefined ? '' : `<namespacePrefix>${namespace}</namespacePrefix>`) +
    `<type>${type}</type>`
  );
}

/** What a retrieve asks for: type → names, `*` for all. */
export function wantedOf({ body }: SoapCall): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, readonly string[]>();
  for (const [, types = ''] of body.matchAll(/<(?:\w+:)?types>(.*?)<\/(?:\w+:)?types>/gs)) {
    const [, name = ''] = /<(?:\w+:)?name>([^<]*)</.exec(types) ?? [];
    wanted.set(
      name,
      [...types.matchAll(/<(?:\w+:)?members>([^<]*)</g)].map((match) => match[1] ?? ''),
    );
  }
  return wanted;
}

/** The zip of a retrieve; with `singlePackage`, its files stand at the root. */
export function zipOf(components: readonly Component[], root: string): Uint8Array {
  const files = components.map((one) => [`${root}${one.path}`, one.bytes] as const);
  const all = Object.fromEntries([...files, [`${root}package.xml`, strToU8('<Package/>')]]);
  return zipSync(all, { level: 1 });
}

export function retrieveResult(
  id: string,
  components: readonly Component[],
  messages: readonly string[],
  zip: Uint8Array,
): string {
  const told = messages.map(
    (text) =>
      `<messages><fileName>unpackaged/package.xml</fileName><problem>${escaped(text)}</problem></messages>`,
  );
  const files = components.map((one) => `<fileProperties>${properties(one)}</fileProperties>`);
  return (
    `<result><done>true</done>${files.join('')}<id>${id}</id>${told.join('')}<status>Succeeded</status><success>true</success>` +
    `<zipFile>${Buffer.from(zip).toString('base64')}</zipFile></result>`
  );
}

/** A retrieve that came to nothing. */
export function failedRetrieve(id: string, why: string): string {
  const code = why.slice(0, why.indexOf(':'));
  return (
    `<result><done>true</done><errorMessage>${escaped(why)}</errorMessage><errorStatusCode>${code}</errorStatusCode>` +
    `<id>${id}</id><status>Failed</status><success>false</success></result>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
