import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReporterName, reporterNames } from '../reporters/index.js';
import { writeApps } from './apps.js';
import { measure, type Program } from './measure.js';
import type { Line } from './print.js';
import { timesAsLong } from './ratio.js';

/** Of 3 files for each app. */
const apps = 335;

const core = ['@salesforce/code-analyzer-core', '0.52.0'] as const;
const pmd = ['@salesforce/code-analyzer-pmd-engine', '0.46.0'] as const;

/** The two rules that both sides have. */
const ours = ['flows/pkce-required', 'urls/https-callbacks'];
const rulesetXml = `<?xml version="1.0"?>
<ruleset name="bench" xmlns="http://pmd.sourceforge.net/ruleset/2.0.0">
  <description>The two rules that both programs run</description>
  ${xpathRule('BenchPkce', "//isPkceRequired/text[@Text='false']")}
  ${xpathRule('BenchHttps', "//callbackUrl/text[starts-with(@Text,'http:')]")}
</ruleset>
`;

function xpathRule(name: string, xpath: string): string {
  return `<rule name="${name}" language="xml" message="${name}" class="net.sourceforge.pmd.lang.rule.xpath.XPathRule">
    <description>${name}</description>
    <priority>3</priority>
    <properties><property name="xpath"><value><![CDATA[${xpath}]]></value></property></properties>
  </rule>`;
}

type Run = 'theirs' | 'equal' | ReporterName;

const against = 'Code Analyzer with those two rules: how many times as long it takes';

type Fetch = (name: string, version: string) => string;

/** Not bundled with this program: it looks for its cache from where it lies. */
async function fetcher(): Promise<Fetch> {
  const { href } = new URL('../scripts/conformance/fetched.mjs', import.meta.url);
  const { fetched } = (await import(href)) as { readonly fetched: Fetch };
  return fetched;
}

/** Code Analyzer 5 beside ecaudit on the same 1,000 files; needs Java, and fetches Code Analyzer when first asked for. */
export async function peers(folder: string, bin: string, count = 3): Promise<readonly Line[]> {
  const fetched = await fetcher();
  const source = join(folder, 'peers');
  mkdirSync(source);
  writeApps(source, apps);
  const rules = join(folder, 'rules.xml');
  writeFileSync(rules, rulesetXml);
  const program = fileURLToPath(new URL('programs/code-analyzer.mjs', import.meta.url));
  const two = ours.flatMap((rule) => ['--rule', rule]);
  const out = join(folder, 'peers-report');
  const own = (format: string, flags: readonly string[] = []): Program => ({
    args: [bin, source, '-q', ...flags, '-f', `${format}=${out}`],
    finds: true,
  });
  // Object.fromEntries forgets which keys it was given.
  const inEachFormat = Object.fromEntries(
    reporterNames.map((format) => [format, own(format)]),
  ) as Readonly<Record<ReporterName, Program>>;
  const rounds = measure<Run>(count, {
    theirs: { args: [program, fetched(...core), fetched(...pmd), source, rules] },
    equal: own('json', two),
    ...inEachFormat,
  });
  const row = (what: string, name: Run, least: number): readonly Line[] => [
    timesAsLong(what, rounds, ['theirs', name], against, { least }),
    timesAsLong(what, rounds, ['theirs', name], against, { least, wall: true }),
  ];
  return [
    ...row('two rules that both have, json', 'equal', 5),
    ...reporterNames.flatMap((format) => row(`all rules, ${format}`, format, 3)),
  ];
}
