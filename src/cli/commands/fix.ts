import { didYouMean } from '../../model/words.js';
import { counted } from '../../report/text/words.js';
import { statSync } from 'node:fs';
import { fixReporters } from '../../../reporters/fix/index.js';
import { stageFile } from '../../documents/staged-file.js';
import { fixesOf, type FixOptions } from '../../fix/fix.js';
import { presented, type PresentedFixes } from '../../fix/present.js';
import { fixRowOf, rulesWithRow } from '../../fix/rows.js';
import { isUncommitted } from '../../git/run.js';
import { readBytes } from '../../metadata/files/disk.js';
import { UserError, unwritten } from '../../model/user-error.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import type { ChosenRuleset } from '../../model/ruleset.js';
import type { EditedFile } from '../../fix/edited-file.js';
import { checkApart, destinationsOf } from '../destinations.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import { type Io, printable, tell } from '../io.js';
import { ruleChoice } from '../rule-choice.js';
import { untilWritten } from '../signals.js';
import { texts, type RawFlags } from '../flags.js';
import { surveyFlags } from '../survey.js';
import { writeTexts } from '../write-texts.js';
import { requestWithOrgs } from './audit.js';

const fixFormats = ['diff', 'json', 'rdjson'] as const satisfies readonly [
  keyof typeof fixReporters,
  ...(keyof typeof fixReporters)[],
];

/** Offers edits of metadata files, or makes them. Answers with the exit code. */
export async function fix(sources: readonly string[], raw: RawFlags, io: Io): Promise<number> {
  const destinations = destinationsOf(texts(raw['format']), fixFormats);
  checkApart(
    destinations.flatMap(({ file }) => file ?? []),
    io.cwd,
    sources,
  );
  const flags = surveyFlags(raw);
  // All rules count in the proof: an edit for one must not bring a finding of another.
  const request = await requestWithOrgs(sources, { ...flags, rules: [] }, io);
  const options = optionsOf(raw, request.rulesets);
  const fixes = await fixesOf(request, options);
  const shown = presented(fixes);
  const files = [...fixes.draft.files.values()];
  const isWriting = raw['write'] === true;
  if (isWriting) refuseReadOnly(files);
  if (isWriting) refuseUncommitted(files, raw['force'] === true, io);
  const outputs = destinations.map((one) => ({
    ...one,
    text: async () => fixReporters[one.reporter](shown),
  }));
  await untilWritten(io, async () => {
    if (isWriting) writeEditedFiles(files);
    await writeTexts(outputs, flags, io);
  });
  if (!flags.quiet) tellAll(shown, files, isWriting, io);
  if (!isWriting && shown.edits.length > 0) return exitCodes.findings.code;
  return codeWithoutFindings(shown.report.summary.incomplete);
}

function optionsOf(raw: RawFlags, rulesets: readonly ChosenRuleset[]): FixOptions {
  const globs = texts(raw['rule']);
  const all = [...rulesets.map(({ ruleset }) => ruleset), ...shippedRulesets];
  const names = [...new Set(all.flatMap(({ rules }) => rules.map(({ id }) => id)))];
  // At their lowest level: which rules run by their level is another flag's.
  const isWanted = ruleChoice(globs, 'troubleshooting', all);
  return {
    unsafe: raw['unsafe'] === true,
    values: parseRuleValues(texts(raw['set']), names),
    ...(globs.length > 0 && { isWanted }),
  };
}

/** `RULE=VALUE` texts, each of a rule that a value can be given for. */
function parseRuleValues(
  written: readonly string[],
  names: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    written.map((text) => {
      const at = text.indexOf('=');
      if (at < 1)
        throw new UserError(
          `--set ${text} is not RULE=VALUE`,
          'for example --set hygiene/contact-email=team@acme.test',
        );
      const rule = text.slice(0, at);
      if (!names.includes(rule))
        throw new UserError(
          `--set names no rule: ${rule}${didYouMean(rule, names)}`,
          '`ecaudit rules list` lists all',
        );
      if (!fixRowOf(rule)?.input) {
        const all = rulesWithRow.filter((id) => fixRowOf(id)?.input);
        throw new UserError(
          `--set ${rule}: no value can be given for this rule`,
          `rules that take one: ${all.join(', ')}`,
        );
      }
      return [rule, text.slice(at + 1)] as const;
    }),
  );
}

/** A file is replaced as a whole, which its folder alone would allow. */
function refuseReadOnly(files: readonly EditedFile[]): void {
  const locked = files.find(({ path }) => (statSync(path).mode & 0o222) === 0);
  if (!locked) return;
  throw new UserError(
    `${printable(locked.file)} is read-only; nothing was written`,
    'make it writable first',
  );
}

/** What git does not have nobody can get back. */
function refuseUncommitted(files: readonly EditedFile[], isForced: boolean, { env }: Io): void {
  if (isForced) return;
  const changed = isUncommitted(
    files.map(({ path }) => path),
    { env },
  );
  const [first] = files.filter(({ path }) => changed.has(path));
  if (!first) return;
  const more = changed.size > 1 ? ` and ${changed.size - 1} more` : '';
  throw new UserError(
    `${first.file}${more} has changes that are not committed; nothing was written`,
    'commit them first, or --force',
  );
}

/** All files are written beside their places before the first is put in its own. */
function writeEditedFiles(files: readonly EditedFile[]): void {
  for (const { path, file, bytes } of files) {
    const now = readBytes(path, file);
    if ('kind' in now || !Buffer.from(now).equals(bytes))
      throw new UserError(
        `${file} has changed since it was read; nothing was written`,
        'run it again',
      );
  }
  const staged: {
    readonly file: string;
    readonly commit: () => void;
    readonly discard: () => void;
  }[] = [];
  try {
    for (const { path, file, after } of files)
      staged.push({ file, ...stageFile(path, [Buffer.from(after).toString('utf8')]) });
  } catch (cause) {
    for (const one of staged) one.discard();
    throw unwritten('an edited file', cause);
  }
  for (const { file, commit } of staged) {
    try {
      commit();
    } catch (cause) {
      throw unwritten(`the edited file ${printable(file)}`, cause);
    }
  }
}

function tellAll(
  { edits, left, withheld, accepted, report }: PresentedFixes,
  files: readonly EditedFile[],
  isWriting: boolean,
  io: Io,
): void {
  const findings = new Set(edits.map(({ rule, app }) => `${rule} ${app}`)).size;
  const where = counted(files.length, 'file');
  if (edits.length > 0)
    tell(
      io,
      `ecaudit: ${isWriting ? 'edited' : 'edits of'} ${where} for ${counted(findings, 'finding')}`,
    );
  else tell(io, 'ecaudit: no edit to make');
  for (const { rule, app, breaks } of eachFinding(edits))
    if (breaks !== null) tell(io, `  ${rule}, ${app}: breaks: ${breaks}`);
  for (const { file, startLine } of withheld)
    tell(
      io,
      `  ${file}:${startLine}: not in the diff, since a secret stands there; --write makes the edit`,
    );
  if (left.length > 0) tell(io, `ecaudit: ${counted(left.length, 'finding')} left`);
  for (const { rule, app, class: kind, how } of left)
    tell(io, `  ${rule}, ${app} (${kind}): ${how}`);
  if (accepted > 0)
    tell(
      io,
      `ecaudit: ${counted(accepted, 'finding')} left alone, since the configuration accepts them`,
    );
  if (report.summary.incomplete) {
    tell(io, 'ecaudit: incomplete: not everything could be read');
    for (const { level, message, location } of report.problems)
      if (level === 'error')
        tell(io, `  ${location ? `${location.file}:${location.startLine}: ` : ''}${message}`);
  }
}

function eachFinding(edits: PresentedFixes['edits']): PresentedFixes['edits'] {
  return [...new Map(edits.map((edit) => [`${edit.rule} ${edit.app}`, edit])).values()];
}
