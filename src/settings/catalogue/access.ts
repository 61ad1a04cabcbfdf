import { derived, field, from, ifThere, unionOfFields, type Definition } from '../definition.js';

/** Who may use an app, from where, and in which kind of session. */
export const accessSettings = {
  permittedUsers: {
    type: 'enum',
    values: {
      'self-authorize': ['AllSelfAuthorized'],
      'admin-approved': ['AdminApprovedPreAuthorized'],
    },
    label: 'Permitted Users',
    about:
      'Whether every user may authorize the app, or only those whom an administrator assigned.',
    connectedApp: from(field('app', 'oauthConfig/isAdminApproved', 46, 'switch')),
    externalClientApp: from(field('policies', 'permittedUsersPolicyType', 59, 'choice')),
  },
  permittedProfiles: {
    type: 'list',
    label: 'Select Profiles',
    about: 'Profiles whose users are pre-authorized.',
    connectedApp: from(field('app', 'profileName', 46, 'elements')),
    // What the SAML policies approve may use the entire app.
    externalClientApp: unionOfFields(
      field('policies', 'commaSeparatedProfile', 62, 'commas'),
      ifThere(field('saml', 'commaSeparatedProfile', 63, 'commas')),
    ),
  },
  permittedProfileNames: {
    type: 'list',
    label: 'Select Profiles (English names)',
    about:
      'The same profiles; a standard profile by its English name where a file has it in another language.',
    connectedApp: derived('permittedProfiles'),
    externalClientApp: derived('permittedProfiles'),
  },
  profileNamesKnown: {
    type: 'boolean',
    label: 'Names of the selected profiles',
    about:
      'Whether every name is one that can be told: a standard profile in a language that is not in the table cannot.',
    connectedApp: derived('permittedProfiles'),
    externalClientApp: derived('permittedProfiles'),
  },
  permittedPermissionSets: {
    type: 'list',
    label: 'Select Permission Sets',
    about: 'Permission sets whose users are pre-authorized.',
    connectedApp: from(field('app', 'permissionSetName', 46, 'elements')),
    externalClientApp: unionOfFields(
      field('policies', 'commaSeparatedPermissionSet', 59, 'commas'),
      ifThere(field('saml', 'commaSeparatedPermissionSet', 63, 'commas')),
    ),
  },
  ipRelaxation: {
    type: 'enum',
    values: {
      enforce: ['Enforce'],
      'relax-for-refresh': ['Enforce_RelaxRefresh'],
      'relax-for-activated-devices': ['Bypass_2factor'],
      relax: ['Bypass'],
    },
    label: 'IP Relaxation',
    about: 'Whether IP restrictions of users also hold for the app.',
    connectedApp: from(field('app', 'oauthPolicy/ipRelaxation', 49, 'choice')),
    externalClientApp: from(field('policies', 'ipRelaxationPolicyType', 59, 'choice')),
  },
  trustedIpRanges: {
    type: 'ranges',
    label: 'Trusted IP Range for OAuth Web Server Flow',
    about:
      'Addresses from which the app can be used, by the web server flow, without asking the user to authenticate.',
    connectedApp: from(field('app', 'ipRanges', 29, 'ranges')),
    externalClientApp: from(field('oauth', 'trustedIpRanges', 59, 'ranges')),
  },
  trustedIpAddressCount: {
    type: 'number',
    label: 'Addresses in the trusted IP ranges',
    about: 'How many addresses the trusted IP ranges have in all.',
    connectedApp: derived('trustedIpRanges'),
    externalClientApp: derived('trustedIpRanges'),
  },
  overlappingIpRanges: {
    type: 'ranges',
    label: 'Trusted IP ranges that overlap',
    about: 'The trusted IP ranges that share addresses with one before them.',
    connectedApp: derived('trustedIpRanges'),
    externalClientApp: derived('trustedIpRanges'),
  },
  privateIpRanges: {
    type: 'ranges',
    label: 'Trusted IP ranges of private networks',
    about: 'The trusted IP ranges with addresses that never reach Salesforce over the internet.',
    connectedApp: derived('trustedIpRanges'),
    externalClientApp: derived('trustedIpRanges'),
  },
  sessionLevel: {
    type: 'enum',
    values: { low: ['LOW'], standard: ['STANDARD'], 'high-assurance': ['HIGH_ASSURANCE'] },
    label: 'Required session level',
    connectedAppLabel: 'High assurance session required',
    about: 'Which kind of session a user needs.',
    connectedApp: from(field('app', 'sessionPolicy/sessionLevel', 49, 'choice')),
    externalClientApp: from(field('policies', 'requiredSessionLevel', 59, 'choice')),
  },
  highAssuranceRequired: {
    type: 'boolean',
    label: 'High assurance session required',
    about:
      'Whether a user needs a high assurance session. The file of a Connected App says nothing where that is not so.',
    connectedApp: derived('sessionLevel'),
    externalClientApp: derived('sessionLevel'),
  },
  sessionLevelAction: {
    type: 'enum',
    values: { block: ['Block'], raise: ['RaiseSessionLevel'], 'step-up': ['StepUpMFA'] },
    label: 'Session level policy',
    about: 'What happens to a session below the required level.',
    connectedApp: from(field('app', 'sessionPolicy/policyAction', 49, 'choice')),
    externalClientApp: from(field('policies', 'policyAction', 59, 'choice')),
  },
} as const satisfies Readonly<Record<string, Definition>>;
