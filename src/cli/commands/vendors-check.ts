import { didYouMean } from '../../model/words.js';
import { checklistReporters } from '../../../reporters/checklist.js';
import type { AuditRequest } from '../../audit/audit.js';
import { readsOf } from '../../conditions/tree.js';
import type { AppKind } from '../../model/app.js';
import type { Rule, Ruleset } from '../../model/ruleset.js';
import { UserError } from '../../model/user-error.js';
import type { Checklist, ChecklistItem, ChecklistState } from '../../report/checklist.js';
import type { Report } from '../../report/report.js';
import { plainProse } from '../../report/text/plain-text.js';
import type { Result, Verdict } from '../../report/verdict.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { isSettingName, labelOf } from '../../settings/settings.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { partsOfSource } from '../one-app.js';
import { chooseRulesets } from '../rulesets.js';
import { refuseReference } from '../guide-references.js';
import { texts, type RawFlags } from '../flags.js';
import { survey } from '../survey.js';
import { answerFormats, writeAnswer } from '../write-answer.js';

/**
 * Holds one app against one guide: every demand in the order of the guide, met or unmet. Answers with the exit code: 1 where a
 * required one is unmet. Throws UserError where no app, or several, are meant.
 */
export async function checkVendor(
  name: string,
  sources: readonly string[],
  raw: RawFlags,
  io: Io,
): Promise<number> {
  const formats = answerFormats(checklistReporters, raw, sources, io);
  const meant = appsMeant(sources, texts(raw['app']), io);
  const id = await rulesetNamed(name, io);
  const asked = { ...raw, app: meant.apps, ruleset: [id], level: 'troubleshooting' };
  const report = await survey(meant.sources, asked, io, { adapt: byGuideAlone });
  const list = guideChecklist(report, meant.apps);
  await writeAnswer(list, checklistReporters, formats, { raw, io });
  const isUnmet = list.items.some(({ state, level }) => state === 'unmet' && level === 'required');
  if (isUnmet) return exitCodes.findings.code;
  return codeWithoutFindings(list.incomplete);
}

interface Meant {
  readonly sources: readonly string[];
  readonly apps: readonly string[];
}

/** Where the app is, and which one it is: `--app` says it, or a SOURCE does, `SOURCE#kind:API_Name`. Throws UserError. */
function appsMeant(written: readonly string[], apps: readonly string[], io: Io): Meant {
  const parts = written.map((one) =>
    one.includes('#') ? partsOfSource(one, io) : { sources: [one] },
  );
  const named = parts.flatMap(({ name }) => name ?? []);
  if (named.length > 0 && apps.length > 0)
    throw new UserError(
      `--app and ${named.join(', ')} both say which app`,
      'leave one of them out',
    );
  if (named.length === 0 && apps.length === 0)
    throw new UserError(
      'vendors check needs --app: which app to hold against the guide',
      'or SOURCE#kind:API_Name',
    );
  const sources = [...new Set(parts.flatMap((one) => one.sources))];
  return { sources, apps: [...new Set([...named, ...apps])] };
}

/** The id of a guide by its id, by the part of it after `vendors/`, or the file of a ruleset of one's own. */
async function rulesetNamed(name: string, io: Io): Promise<string> {
  const ids = shippedRulesets.flatMap(({ id, kind }) => (kind === 'vendor' ? [id] : []));
  const found = ids.find((id) => id === name || id === `vendors/${name.toLowerCase()}`);
  if (found !== undefined) return found;
  if (/\.(ya?ml|json)$/i.test(name)) {
    const [chosen] = await chooseRulesets([name], io.cwd);
    if (chosen?.ruleset.kind === 'vendor') return name;
    throw new UserError(`${name} is not the ruleset of a vendor`);
  }
  await refuseReference(name);
  const short = ids.map((id) => id.slice('vendors/'.length));
  throw new UserError(
    `no guide is called "${name}"${didYouMean(name, short)}`,
    '`ecaudit vendors` lists all guides',
  );
}

/** No configuration and no baseline: what the guide says counts, whatever is accepted elsewhere. */
function byGuideAlone({ config: _, baseline: __, ...request }: AuditRequest): AuditRequest {
  return {
    ...request,
    rulesets: request.unconfigured ?? request.rulesets,
    options: { ...request.options, include: ['fail', 'open', 'pass', 'notApplicable'] },
  };
}

function guideChecklist(report: Report, asked: readonly string[]): Checklist {
  const [app, ...more] = report.apps;
  const wanted = asked.join(' or ');
  if (!app) throw new UserError(`no app is called ${wanted}`, '`ecaudit inventory` lists all apps');
  if (more.length > 0)
    throw new UserError(
      `${report.apps.length} apps are called ${wanted}: ${report.apps.map(({ id }) => id).join(', ')}`,
      'name one of them, such as --app externalClientApp:API_Name',
    );
  const ruleset = report.rulesets.find(({ kind }) => kind === 'vendor');
  if (!ruleset) throw new UserError('the ruleset is not one of a vendor');
  const results = new Map(report.results.map((result) => [result.rule, result]));
  return {
    ruleset,
    app,
    items: ruleset.rules.flatMap((rule) => {
      const result = results.get(rule.id);
      return result ? [itemOf(rule, ruleset, result, app.kind)] : [];
    }),
    incomplete: report.summary.incomplete,
  };
}

const stateByVerdict = {
  pass: 'met',
  fail: 'unmet',
  open: 'undecided',
  notApplicable: 'notApplicable',
} as const satisfies Readonly<Record<Verdict, ChecklistState>>;

function itemOf(rule: Rule, ruleset: Ruleset, result: Result, kind: AppKind): ChecklistItem {
  // What keeps a rule from applying is no setting of the guide.
  const [own] = result.verdict === 'notApplicable' ? [] : result.evidence;
  const setting = own?.setting ?? readsOf(rule.require).find(isSettingName) ?? null;
  const wanted =
    'fact' in rule.require && !isReference(rule.require.value) ? rule.require.value : null;
  return {
    rule: rule.id,
    title: plainProse(rule.title ?? rule.id).replace(`${ruleset.title}: `, ''),
    state: stateByVerdict[result.verdict],
    level: rule.level,
    setting,
    label: setting === null ? null : labelOf(setting, kind),
    found: own?.found ?? null,
    required: own?.value ?? wanted,
    fix: result.fix ?? null,
    message: result.message,
  };
}

function isReference(value: unknown): value is { readonly fact: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
