import { exitCodes } from './exit-codes.js';

const codes = Object.values(exitCodes).map(({ code, means }) => `  ${code}  ${means}`);

/** Below the list of commands. */
export const helpClosing = `
Exit codes:
${codes.join('\n')}

Try:
  ecaudit force-app                                  a table of findings
  ecaudit force-app -f sarif=out.sarif -f json=out.json
  ecaudit retrieve.zip --fail-on medium
  ecaudit init                                       a commented configuration file
`;

/** Below the flags of `audit`. */
export const auditExamples = `
Examples:
  ecaudit force-app                          a table of findings
  ecaudit force-app -f table -f sarif=out.sarif
                                             and a report for code scanning
  ecaudit retrieve.zip --app 'Order_*'       some apps of a retrieved zip
  ecaudit force-app -r vendors/fullcast --param environment=production
                                             only what Fullcast's guide demands
  ecaudit force-app -f json --include all    every verdict, also those that pass

Configuration:
  ecaudit.config.yaml (or .yml, .json), in the current folder or in one above it, sets rulesets, vendors, failOn,
  apps and overrides; flags beat it. \`ecaudit init\` writes one, docs/configuration.md explains each key, and
  -v says which one counts.
`;

/** Below the flags of `merge`. */
export const mergeExamples = `
Examples:
  ecaudit merge part-*.json                  a table of all findings
  ecaudit merge part-*.json -f json=all.json -f sarif=all.sarif

Each part is written with \`ecaudit audit ... --shard I/N -f json=part-I.json\`, or with other SOURCEs. A shard that is
not there makes the whole incomplete (exit code 3). docs/fleets.md has recipes.
`;

/** Below the flags of `deadlines`. */
export const deadlinesExamples = `
Examples:
  ecaudit deadlines force-app                what ends for the apps of a project
  ecaudit deadlines --orgs-file orgs.txt --fail-within 90
                                             exit code 1 where something in use ends within 90 days
  ecaudit deadlines prod.json -f ics=dates.ics
                                             of a report that -f json wrote, as a calendar

Files do not say who uses an app: there, use is not known. docs/deadlines.md has more.
`;

/** Below the flags of `inventory`. */
export const inventoryExamples = `
Examples:
  ecaudit inventory force-app                a line an app
  ecaudit inventory --app '*Klue*' --orgs-file orgs.txt
                                             is an app in any of these orgs, and who uses it
  ecaudit inventory --org prod --org emea --compare
                                             the settings in which one app differs between orgs
  ecaudit inventory --org prod -f csv=apps.csv
                                             every column, for a spreadsheet
`;

/** Below the flags of `diff`. */
export const diffExamples = `
Examples:
  ecaudit diff org/prod-2026-10 org/prod     what changed in an org between two snapshots
  ecaudit diff force-app org:prod            drift: what the org has and the repository does not, and the other way
  ecaudit diff before.json force-app --fail-on medium
                                             exit code 1 where a finding of medium or above is new or worse
`;

/** Below the commands of `migrate`. */
export const migrateExamples = `
Examples:
  ecaudit migrate plan --org prod            every Connected App: what keeps it, what it loses, what to do first
  ecaudit migrate check old.zip#connectedApp:Billing force-app
                                             what the External Client App has of the Connected App
`;

/** Below the flags of `contain`. */
export const containExamples = `
Examples:
  ecaudit contain --app 'Drift*' --orgs-file orgs.txt --out incident
                                             where the app is, who holds tokens, and what to run in which order
`;

/** Below the flags of `fix`. */
export const fixExamples = `
Examples:
  ecaudit fix force-app                      the safe edits, as a diff; nothing is written
  ecaudit fix force-app | git apply
  ecaudit fix force-app --rule 'tokens/*' --unsafe --write
  ecaudit fix force-app --set hygiene/contact-email=team@acme.test --app Order_Sync --write
  ecaudit fix force-app -f rdjson | reviewdog -f=rdjson

Exit code 1 where there is an edit to make and --write is not given. What is left, and why, is on stderr.
docs/fix.md says which edits are safe and what the others break.
`;
