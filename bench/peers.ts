import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApps } from './apps.js';
import { measure } from './measure.js';
import type { Line } from './print.js';
import { ratio } from './ratio.js';

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

type Fetch = (name: string, version: string) => string;

/** Not bundled with this program: it looks for its cache from where it lies. */
async function fetcher(): Promise<Fetch> {
  const { href } = new URL('../scripts/conformance/fetched.mjs', import.meta.url);
  const { fetched } = (await import(href)) as { readonly fetched: Fetch };
  return fetched;
}

/** Code Analyzer 5 beside ecaudit on the same 1,000 files; needs Java, and fetches Code Analyzer when first asked for. */
export async function peers(folder: string, bin: string): Promise<readonly Line[]> {
  const fetched = await fetcher();
  const source = join(folder, 'peers');
  mkdirSync(source);
  writeApps(source, apps);
  const rules = join(folder, 'rules.xml');
  writeFileSync(rules, rulesetXml);
  const program = fileURLToPath(new URL('programs/code-analyzer.mjs', import.meta.url));
  const two = ours.flatMap((rule) => ['--rule', rule]);
  const out = join(folder, 'peers-report');
  const own = (format: string, flags: readonly string[] = []) => ({
    args: [bin, source, '-q', ...flags, '-f', `${format}=${out}`],
    finds: true as const,
  });
  const rounds = measure(3, {
    theirs: { args: [program, fetched(...core), fetched(...pmd), source, rules] },
    equal: own('json', two),
    table: own('table'),
    json: own('json'),
    sarif: own('sarif'),
  });
  const against = 'Code Analyzer with two rules takes so many times as much';
  return [
    ratio('two rules, json', rounds, 'theirs', 'equal', against),
    ratio('all rules, table', rounds, 'theirs', 'table', against),
    ratio('all rules, json', rounds, 'theirs', 'json', against),
    ratio('all rules, sarif', rounds, 'theirs', 'sarif', against),
  ];
}
