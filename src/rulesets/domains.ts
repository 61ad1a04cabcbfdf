/** Domains of which everybody may have a part, or whose hosts every app may name. */
const sharedDomains =
  /(^|\.)(salesforce|force|google|microsoft|azure|office|amazonaws|azurewebsites|github|herokuapp|pstmn)\.[a-z]+$/;
const countryDomain = /^(co|com|org|net|gov|ac)\.[a-z]{2}$/;

/** Whether a name, such as `co.uk`, is one under which everybody can have a domain. */
export function isCountryDomain(name: string): boolean {
  return countryDomain.test(name);
}

/** `acme.io` of `app.eu.acme.io`; undefined for what is no host of somebody's own. */
export function domainOf(host: string): string | undefined {
  const labels = host
    .toLowerCase()
    .split('.')
    .filter((label) => !label.includes('*') && label !== '');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9-]+$/.test(label))) return undefined;
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const count = countryDomain.test(labels.slice(-2).join('.')) ? 3 : 2;
  const domain = labels.slice(-count).join('.');
  return sharedDomains.test(domain) ? undefined : domain;
}
