import type { Reporter } from '../src/report/digest/index.js';

/** A reporter before it is loaded: only the ones that a run asks for cost start-up time. */
export interface ReporterEntry {
  /** `for WHOM: what it holds`, in a few words: the command line's help shows it, docs/reports.md has a row of it. */
  readonly about: string;
  /** The file name that the help and the next steps suggest; none where the output is for a terminal. */
  readonly fileName?: string;
  readonly load: () => Promise<Reporter>;
}

/** The table of reporters. A new one is one file and one entry here. */
export const reporters = {
  table: {
    about:
      'for people at a terminal: counts first, then findings by rule or by app, each with what to do',
    load: async () => (await import('./table.js')).table,
  },
  json: {
    about: 'for programs: every app, setting and verdict',
    fileName: 'ecaudit.json',
    load: async () => (await import('./json.js')).json,
  },
  sarif: {
    about:
      'for GitHub code scanning and other SARIF viewers: findings with exact places, rules with help, and edits',
    fileName: 'ecaudit.sarif',
    load: async () => (await import('./sarif.js')).sarif,
  },
  junit: {
    about: 'for build servers: a suite for each app, a test for each check',
    fileName: 'ecaudit.junit.xml',
    load: async () => (await import('./junit.js')).junit,
  },
  github: {
    about: 'for the log of GitHub Actions: an annotation for each finding, and the job summary',
    load: async () => (await import('./github.js')).github,
  },
  gitlab: {
    about: 'for Code Quality of GitLab: an issue for each finding',
    fileName: 'gl-code-quality-report.json',
    load: async () => (await import('./gitlab.js')).gitlab,
  },
  markdown: {
    about: 'for people who hand over a report: everything, the details folded',
    fileName: 'ecaudit.md',
    load: async () => (await import('./markdown.js')).markdown,
  },
  html: {
    about: 'for auditors and management: one page with everything, that opens without network',
    fileName: 'ecaudit.html',
    load: async () => (await import('./html.js')).html,
  },
  comment: {
    about:
      'for comments on pull requests: the same within what GitHub takes, the most severe first',
    fileName: 'ecaudit-comment.md',
    load: async () => (await import('./markdown.js')).comment,
  },
  rdjson: {
    about: 'for reviewdog: a diagnostic for each finding, with the edit of `ecaudit fix`',
    fileName: 'ecaudit.rdjson',
    load: async () => (await import('./rdjson.js')).rdjson,
  },
  ocsf: {
    about: 'for security data lakes: Compliance Findings of OCSF (class 2003)',
    fileName: 'ecaudit.ocsf.json',
    load: async () => (await import('./ocsf.js')).ocsf,
  },
  csv: {
    about: 'for spreadsheets: an action plan with owners, due dates and controls',
    fileName: 'ecaudit.csv',
    load: async () => (await import('./csv.js')).csv,
  },
} as const satisfies Readonly<Record<string, ReporterEntry>>;

export type ReporterName = keyof typeof reporters;

/** All names, in the order of the table. */
export const reporterNames = Object.keys(reporters) as [ReporterName, ...ReporterName[]];

/** The entry of a reporter, with the general type: for code that walks the table. */
export function reporterEntry(name: ReporterName): ReporterEntry {
  return reporters[name];
}
