// The standard profiles of Salesforce in the languages in which public files show them. A retrieve and a query write the name
// of a standard profile in the language of the org or of the user; custom profiles keep the name that somebody gave them.
// A language that is not here cannot be told: a name that looks like one of it is undecided, never passed.
import { nameKey } from '../model/words.js';

/** Where the names of a language were read, and when. */
interface NameSource {
  readonly title: string;
  readonly url: string;
  readonly read: string;
}

const npsp: NameSource = {
  title: 'UTIL_Profile.cls of Salesforce.org, "exactly Salesforce\'s internal profile names"',
  url: 'https://github.com/SalesforceFoundation/NPSP/blob/main/force-app/main/default/classes/UTIL_Profile.cls',
  read: '2026-11-30',
};

/** The languages whose names of the most common profiles are known, by the code that Salesforce has for them. */
export const profileLanguages: Readonly<Record<string, readonly NameSource[]>> = {
  de: [
    npsp,
    {
      title: 'Nebula Logger issue 271: "Standardbenutzer" instead of "Standard User"',
      url: 'https://github.com/jongpie/NebulaLogger/issues/271',
      read: '2026-11-30',
    },
  ],
  es: [npsp],
  fr: [
    npsp,
    {
      title: 'A user of convert-attachments-to-chatter-files: "utilisateur standard"',
      url: 'https://github.com/douglascayers/sfdc-convert-attachments-to-chatter-files/issues/13',
      read: '2026-11-30',
    },
  ],
  it: [
    {
      title:
        'A public Lightning component that compares Profile.Name with "Amministratore del sistema"',
      url: 'https://github.com/search?q=%22Amministratore+del+sistema%22+Profile.Name&type=code',
      read: '2026-11-30',
    },
  ],
  ja: [
    npsp,
    {
      title: 'OPRO SoaSC: creating profiles ("標準 Platform ユーザ")',
      url: 'https://soasc-doc.opro.net/hc/ja/articles/34559616540953',
      read: '2026-11-30',
    },
    {
      title: 'UPWARD: assigning profiles ("標準 Platform ユーザー")',
      url: 'https://navi.upward.jp/?p=12374',
      read: '2026-11-30',
    },
  ],
  ko: [
    {
      title: 'Public Apex and Lightning code that compares Profile.Name with "시스템 관리자"',
      url: 'https://github.com/search?q=%22%EC%8B%9C%EC%8A%A4%ED%85%9C+%EA%B4%80%EB%A6%AC%EC%9E%90%22+Profile.Name&type=code',
      read: '2026-11-30',
    },
  ],
  nl_NL: [npsp],
  pt_BR: [npsp],
  zh_CN: [
    {
      title: 'Apex of public repositories that asks for "系统管理员" and "标准用户"',
      url: 'https://github.com/search?q=%E7%B3%BB%E7%BB%9F%E7%AE%A1%E7%90%86%E5%91%98+language%3AApex&type=code',
      read: '2026-11-30',
    },
  ],
};

/** The names of standard profiles in other languages, by the English name. */
const foreignNames: Readonly<Record<string, readonly string[]>> = {
  'System Administrator': [
    'Systemadministrator',
    'Administrador del sistema',
    'Administrateur système',
    'システム管理者',
    'Systeembeheerder',
    'Administrador do sistema',
    '系统管理员',
    'Amministratore del sistema',
    '시스템 관리자',
  ],
  'Standard User': [
    'Standardbenutzer',
    'Usuario estándar',
    'Utilisateur standard',
    '標準ユーザ',
    '標準ユーザー',
    'Standaardgebruiker',
    '标准用户',
  ],
  'Read Only': [
    'Lesezugriff',
    'Sólo lectura',
    'Solo lectura',
    'Lecture seule',
    '参照のみ',
    'Alleen-lezen',
  ],
  'Standard Platform User': ['標準 Platform ユーザ', '標準 Platform ユーザー'],
};

/** Words of the languages of Salesforce for what standard profiles are called after: users, administrators, reading. */
const foreignWord =
  /(?:\b|standard)(amministrat|administrad|administrateur|beheerder|benutzer|bruger|bruker|gebruiker|korisnik|kullanici|lesezugriff|skrivebeskyttet|skrivskyddad|vain luku|lectura|lecture|lettura|leitura|pengguna|sistem[ai]?\b|system[uy]\b|usuario|utente|utilisateur|utilizador|utilizator|uporabnik)/iu;

const english = new Map(
  Object.entries(foreignNames).flatMap(([name, foreign]) =>
    [name, ...foreign].map((one) => [nameKey(one), name] as const),
  ),
);

/** The English name of a standard profile; any other name as it is. */
export function englishProfileName(name: string): string {
  return english.get(nameKey(name)) ?? name;
}

/**
 * Whether a name may be that of a standard profile in a language that is not in the table: it has letters that English does
 * not have, or a word that another language has for users or administrators.
 */
export function mayBeForeignProfile(name: string): boolean {
  if (english.has(nameKey(name))) return false;
  return /[^\p{ASCII}]/u.test(name.replaceAll(/[^\p{L}]/gu, '')) || foreignWord.test(name);
}
