import { plainText } from '../model/plain-text.js';

/**
 * The command that revokes the tokens of an app in an org, of one user or of all: it asks the org for the handles by which
 * tokens are deleted (OauthToken.DeleteToken), and holds none itself. Source: Object Reference, OauthToken.
 */
export function revokeCommand(org: string, label: string, user?: string): string {
  const of = user === undefined ? '' : ` AND User.Username = ${soql(user)}`;
  const query = `SELECT DeleteToken FROM OauthToken WHERE AppName = ${soql(label)}${of}`;
  const ask = `sf data query --target-org ${shell(org)} --query ${shell(query)} --json`;
  const each = `jq -r '.result.records[].DeleteToken'`;
  const host = `$(sf org display --target-org ${shell(org)} --json | jq -r .result.instanceUrl)`;
  return `${ask} | ${each} | while read -r handle; do curl --silent --data-urlencode "token=$handle" "${host}/services/oauth2/revoke"; done`;
}

/** A text of SOQL, whatever an app is called. */
function soql(text: string): string {
  return `'${plainText(text).replace(/[\\']/g, (char) => `\\${char}`)}'`;
}

/** A word of a POSIX shell, whatever is in it. */
function shell(text: string): string {
  const plain = plainText(text);
  return /^[A-Za-z0-9_.@/:-]+$/.test(plain) && !plain.startsWith('-')
    ? plain
    : `'${plain.replaceAll("'", String.raw`'\''`)}'`;
}
