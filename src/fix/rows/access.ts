import { changesFor } from '../../edit/setting-changes.js';
import {
  changeListTo,
  valueAsGiven,
  decide,
  input,
  risky,
  setup,
  to,
  allChanges,
  type FixSubject,
  type Row,
  type FixRows,
} from '../row.js';
import { listEntriesOf } from '../wanted.js';

const noSets = (subject: FixSubject): boolean =>
  listEntriesOf('permittedPermissionSets', subject).length === 0 &&
  listEntriesOf('permittedProfiles', subject).length === 0;

const sets = {
  what: 'names of permission sets (of a Connected App, their labels), with commas between them',
  changes: changeListTo('permittedPermissionSets', 'beside'),
} as const;

/** Users who are not assigned lose access: the set has to be there first. */
const approval: Row = {
  ...risky(
    'every user without the permission set or profile loses access at once ("Not approved for access" in the login history)',
    to({ permittedUsers: 'admin-approved' }),
  ),
  input: {
    what: sets.what,
    changes: (value, subject) => {
      const own = sets.changes(value, subject);
      const switched = changesFor(subject.kind, 'permittedUsers', 'admin-approved');
      return own && switched && [...switched, ...own];
    },
  },
  needsInput: noSets,
};

export const accessRows: FixRows = {
  'access/admin-approved-users': approval,
  'access/jwt-users-pre-authorized': approval,
  'access/approved-users-assigned': input(sets.what, sets.changes),
  'access/server-users-assigned': input(sets.what, sets.changes),
  'access/no-wide-profiles': risky('users who have access through this profile only are cut off'),
  'access/no-administrator-profile': risky(
    'administrators who have access through this profile only are cut off; whoever connected the app is usually one',
  ),
  'access/session-level-not-low': risky(
    'sessions of the level Low, from unusual ways to log in, are refused',
    to({ sessionLevel: 'standard' }),
  ),
  'access/high-assurance-for-full-access': risky(
    'flows without a user, such as JWT bearer and client credentials, are blocked; to give up the full scope is the better fix',
    to({ sessionLevel: 'high-assurance', sessionLevelAction: 'raise' }),
  ),
  'access/high-assurance-not-for-servers': decide,
  'access/run-as-user-is-not-the-contact': input(
    'the user name of an integration user',
    valueAsGiven('clientCredentialsUser'),
    'another user has other permissions',
  ),
  'access/run-as-user-active': input(
    'the user name of an active integration user',
    valueAsGiven('clientCredentialsUser'),
    'another user has other permissions',
  ),
  'access/run-as-user-api-only': setup,
  'access/run-as-user-least-privilege': setup,
  'access/run-as-user-integration-license': setup,
};

export const flowRows: FixRows = {
  'flows/pkce-required': risky(
    'clients that send no code challenge cannot log in any more; for apps of partners there is no way back',
  ),
  'flows/code-exchange-protected': risky(
    'clients that send no code challenge cannot log in any more; for apps of partners there is no way back',
    to({ pkceRequired: true }),
  ),
  'flows/web-server-secret-required': risky(
    'single-page and native clients, which have no secret to send, cannot log in any more',
  ),
  'flows/refresh-token-secret-required': risky(
    'clients that refresh without the secret stop at their next refresh',
  ),
  'flows/public-client-refreshes-without-secret': decide,
  'flows/token-exchange-secret-required': risky('public clients cannot exchange tokens any more'),
  // With one of the two switches off the flow does not work, so nobody notices that the other goes, too.
  'flows/token-exchange-switches-agree': {
    class: 'safe',
    changes: to({ tokenExchangeFlow: false }),
  },
  'flows/client-credentials-run-as-user': input(
    'the user name of an integration user with the permission "API Only User"',
    valueAsGiven('clientCredentialsUser'),
  ),
  'flows/client-credentials-switches-agree': {
    class: 'safe',
    changes: to({ clientCredentialsFlow: false }),
  },
  'flows/client-credentials-off': risky(
    'the integration stops, unless it uses the JWT bearer flow already',
  ),
  'flows/people-and-servers-apart': decide,
  'flows/first-party-app-attested': decide,
  'flows/device-flow-off': risky('command line tools and devices that log in by a code stop'),
  'flows/code-credentials-post-only': risky(
    'clients that send credentials in a header or with GET are refused',
  ),
  // Tokens of the guest variation are JWTs: without those it never worked.
  'flows/guest-code-credentials-off': risky(
    'guest users cannot log in by this flow any more',
    undefined,
    { fact: 'namedUserJwt', operator: 'equal', value: false },
  ),
};

export const evidenceRows: FixRows = {
  'evidence/certificate-of-its-own': setup,
  'evidence/consumer-key-of-its-own': decide,
  'evidence/run-as-user-of-its-own': input(
    'the user name of an integration user of its own',
    valueAsGiven('clientCredentialsUser'),
    'another user has other permissions',
  ),
  'evidence/callback-host-of-few-apps': decide,
  'evidence/callbacks-of-one-tenant': decide,
  'evidence/consumer-key-not-in-code': setup,
  'evidence/users-move-along': decide,
  'evidence/custom-permissions-reach-the-app': decide,
  'evidence/apex-handler-is-there': decide,
  'evidence/mcp-tools-destroy-nothing': decide,
  'evidence/mcp-tools-stay-inside': decide,
  'evidence/token-exchange-creates-no-users': decide,
  'evidence/token-exchange-takes-no-refresh-tokens': decide,
  'evidence/one-default-token-handler': decide,
};

export const hygieneRows: FixRows = {
  'hygiene/contact-email': input('the email address of a team', valueAsGiven('contactEmail')),
  'hygiene/contact-email-real': input('the email address of a team', valueAsGiven('contactEmail')),
  'hygiene/description': input('what the app is for', valueAsGiven('description')),
  'hygiene/packaged-from-dev-hub': decide,
  'hygiene/parts-complete': { class: 'file', told: true },
  'hygiene/packaged-without-global-settings': decide,
  'hygiene/no-orphan-parts': decide,
  'hygiene/mobile-screen-lock': risky(
    'users of the mobile app have to unlock it',
    allChanges(to({ mobileScreenLockEnabled: true }), to({ mobileScreenLock: 'Ten' })),
  ),
  'hygiene/org-scoped-name-accepted': decide,
  'hygiene/oauth-link-accepted': decide,
  'hygiene/packaged-app-keeps-its-link': { class: 'file', told: true },
  'hygiene/push-without-content': { class: 'safe' },
  'hygiene/api-name-accepted': { class: 'file', told: true },
  'hygiene/made-by-salesforce': decide,
};
