import { hostOf } from '../../model/host.js';
import type { SettingValue } from '../../settings/settings.js';
import { beginsAsPlaceholder, isPlaceholder } from '../../settings/placeholder.js';
import { isList } from './operand.js';

const schemeAtStart = /^([a-z][a-z0-9+.-]*):/i;
const hostAlone = /^[^\s/@:?#[\]]+(:\d+)?$/;

/** Whether a text starts with one of the schemes; they may be written `https`, `https:` or `https://`. */
export function usesScheme(text: string, schemes: SettingValue): boolean {
  const scheme = schemeAtStart.exec(text)?.[1]?.toLowerCase();
  return scheme !== undefined && textsOf(schemes).some((wanted) => schemeName(wanted) === scheme);
}

/**
 * Whether a text is a URL with https and a host. Over loopback nothing crosses a network, so http will do; of what begins with
 * a template nothing is known yet. `https:/host` is what a browser fixes and a server compares letter by letter: it is none.
 */
export function usesHttps(text: string): boolean {
  if (beginsAsPlaceholder(text)) return true;
  if (/^https:\/\/[^\s/?#\\]+/i.test(text))
    return isPlaceholder(text) || hostIn(text) !== undefined;
  return /^http:\/\//i.test(text) && isHostIn(text, loopbackNames);
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the host of a URL, or a text that is itself a host, is one of the hosts. */
export function isHostIn(text: string, hosts: SettingValue): boolean {
  const host = hostIn(text);
  return host !== undefined && textsOf(hosts).some((wanted) => isHostAt(host, wanted.toLowerCase()));
}

/** Whether a text can be meant as a scheme. */
export function isScheme(text: string): boolean {
  return schemeAtStart.test(`${schemeName(text)}:`);
}

/** Whether a text can be meant as a host: a name or address, or `*.` and a name. */
export function isPossibleHost(text: string): boolean {
  return hostAlone.test(text) && !text.replace(/^\*\./, '').includes('*');
}

function schemeName(text: string): string {
  return text.toLowerCase().replace(/:(\/\/)?$/, '');
}

function isHostAt(host: string, wanted: string): boolean {
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/** The host of a URL, or of a text that is a host alone. */
function hostIn(text: string): string | undefined {
  return hostOf(hostAlone.test(text) ? `https://${text}` : text);
}

function textsOf(value: SettingValue): readonly string[] {
  return isList(value) ? value : [String(value)];
}
