// node code-analyzer.mjs CORE PMD-ENGINE FOLDER RULESET: two XPath rules of PMD over a folder, by Code Analyzer 5.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [core, engine, folder, ruleset] = process.argv.slice(2);
// Each refers to itself by its name: the folder of the first one names no main file.
const load = (package_, name) => createRequire(join(package_, 'package.json'))(name);
const { CodeAnalyzer, CodeAnalyzerConfig } = load(core, '@salesforce/code-analyzer-core');
const { createEnginePlugin } = load(engine, '@salesforce/code-analyzer-pmd-engine');

const config = CodeAnalyzerConfig.fromObject({ engines: { pmd: { custom_rulesets: [ruleset] } } });
const analyzer = new CodeAnalyzer(config);
await analyzer.addEnginePlugin(createEnginePlugin());
const workspace = await analyzer.createWorkspace([folder]);
const rules = await analyzer.selectRules(['BenchPkce', 'BenchHttps'], { workspace });
const results = await analyzer.run(rules, { workspace });
// What finds nothing was not measured.
if (results.getViolationCount() === 0) throw new Error('Code Analyzer found nothing');
