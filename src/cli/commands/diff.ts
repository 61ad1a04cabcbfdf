import { diffReporters } from '../../../reporters/diff/index.js';
import { diffOf, type Diff, type DiffSide, type ReadSide } from '../../diff/diff.js';
import { appId } from '../../model/app.js';
import { ruleLevels } from '../../model/ruleset.js';
import { UserError } from '../../model/user-error.js';
import type { Report } from '../../report/report.js';
import { reaches, severities, usualFailOn } from '../../report/severity.js';
import { verdicts } from '../../report/verdict.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { orgNames } from '../orgs.js';
import { ruleChoice } from '../rule-choice.js';
import { sourceArguments } from '../source-arguments.js';
import { survey, type SurveyOptions } from '../survey.js';
import { texts, type RawFlags } from '../flags.js';
import { answerFormats, writeAnswer } from '../write-answer.js';

/** Compares two sources. Answers with the exit code. */
export async function diff(named: readonly string[], raw: RawFlags, io: Io): Promise<number> {
  const sides = twoSides(named, raw);
  const formats = answerFormats(diffReporters, raw, sides, io);
  const { org: _, orgsFile: __, ...flags } = raw;
  const before = await read(sides[0], flags, io);
  const known = new Set(before.report.apps.map(({ kind, apiName }) => appId(kind, apiName)));
  const after = await read(sides[1], flags, io, known);
  const level = ruleLevels.find((one) => one === raw['level']) ?? 'recommended';
  // A rule that judged neither side is a rule all the same.
  const rulesets = [...before.report.rulesets, ...after.report.rulesets, ...shippedRulesets];
  const answer = diffOf(before, after, ruleChoice(texts(raw['rule']), level, rulesets));
  await writeAnswer(answer, diffReporters, formats, { raw, io });
  return diffExitCode(answer, raw['failOn']);
}

/** BEFORE and AFTER; an `--org` stands for one that is not named. Throws UserError. */
function twoSides(named: readonly string[], raw: RawFlags): readonly [string, string] {
  const orgs = orgNames(texts(raw['org'])).map((alias) => `org:${alias}`);
  const [before, after, ...more] = [...named, ...orgs];
  if (before !== undefined && after !== undefined && more.length === 0 && !raw['orgsFile'])
    return [before, after];
  throw new UserError(
    'diff compares two sources, BEFORE and AFTER',
    'for example ecaudit diff force-app org:prod',
  );
}

async function read(
  source: string,
  raw: RawFlags,
  io: Io,
  before?: ReadonlySet<string>,
): Promise<ReadSide> {
  const adapt: SurveyOptions['adapt'] = (request) => ({
    ...request,
    options: { ...request.options, include: verdicts },
    ...(before && { select: { ...request.select, before } }),
  });
  const depth = { withSetupChanges: raw['withUsers'] === true };
  const report = await survey([source], raw, io, { adapt, depth });
  return { report, side: sideOf(source, report, io) };
}

function sideOf(source: string, { sources, apps }: Report, io: Io): DiffSide {
  const files = sources.reduce((sum, one) => sum + one.files, 0);
  const [first] = sources;
  if (sourceArguments([source], io.cwd).reports.length > 0 || !first)
    return { id: source, kind: 'report', apps: apps.length, files };
  const { id, kind, org } = first;
  return { id, kind, apps: apps.length, files, ...(org && { org }) };
}

function diffExitCode({ apps, org, incomplete }: Diff, failOn: unknown): number {
  const threshold = [...severities, 'never' as const].find((one) => one === failOn) ?? usualFailOn;
  const isReached = [...apps, ...org]
    .flatMap(({ findings }) => findings)
    .some(
      ({ change, severity }) =>
        (change === 'new' || change === 'worse') &&
        severity !== null &&
        reaches(severity, threshold),
    );
  if (isReached) return exitCodes.findings.code;
  return codeWithoutFindings(incomplete);
}
