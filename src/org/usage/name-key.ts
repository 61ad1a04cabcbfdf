/**
 * What names of one app have in common: tokens, logins and lists write it in their own ways, and case, blanks and the form in
 * which an accent is kept tell no apps apart.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
