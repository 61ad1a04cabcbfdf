import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { diskFiles } from '../documents/files.js';
import { memberOf } from '../documents/diagnostics.js';
import { writeWhole } from '../documents/staged-file.js';
import type { Baseline, KnownFinding, KnownSource } from '../report/baseline.js';
import { severities } from '../report/severity.js';
import { unwritten, UserError } from '../model/user-error.js';
import type { TextFiles } from '../model/location.js';

const kind = 'ecaudit baseline';
const baselineVersion = '2';

/** Bytes of a file: some 150,000 findings. */
const maxBaselineBytes = 50_000_000;

/** Entries of a list at fault that one finding may have. */
const maxFaults = 10_000;

/**
 * Reads a baseline, a path from `cwd`. Throws UserError when there is none, when it is damaged, and when it is something
 * else: never is it taken for an empty one.
 */
export function readBaseline(file: string, cwd: string, files: TextFiles = diskFiles): Baseline {
  const data = parseBaseline(baselineFileText(file, cwd, files), file);
  if (memberOf(data, 'kind') !== kind)
    throw new UserError(`${file} is no baseline of ecaudit`, '--write-baseline FILE writes one');
  const version = memberOf(data, 'schemaVersion');
  if (version !== '1' && version !== baselineVersion)
    throw new UserError(
      `the baseline ${file} is of a version that this ecaudit does not know`,
      'write it anew with --write-baseline',
    );
  const findings = memberOf(data, 'findings');
  if (!Array.isArray(findings)) throw damaged(file, 'it has no list of findings');
  return {
    version,
    sources: version === '1' ? [] : sourcesIn(data, file),
    findings: findings.map((one: unknown, index) => {
      if (isFindingData(one) && (version === '1' || isSource(one)))
        return version === '1' ? { ...one, source: '' } : one;
      throw damaged(file, `finding ${index + 1} is not as ecaudit writes it`);
    }),
  };
}

function sourcesIn(data: unknown, file: string): readonly KnownSource[] {
  const sources = memberOf(data, 'sources');
  if (Array.isArray(sources) && sources.every(isSource)) return sources;
  throw damaged(file, 'its list of sources is not as ecaudit writes it');
}

/** Throws UserError where a file stands in the way that is no baseline: it is not ours to replace. */
export function checkReplaceable(file: string, cwd: string): void {
  const path = resolve(cwd, file);
  if (!existsSync(path)) return;
  if (!statSync(path).isFile())
    throw new UserError(`${file} is no file and is not replaced`, 'name a file');
  const data = parseBaseline(baselineFileText(file, cwd), file);
  if (memberOf(data, 'kind') === kind) return;
  throw new UserError(`${file} is no baseline of ecaudit and is not replaced`, 'name another file');
}

/** Writes a baseline, whole or not at all. Throws UnwrittenError when it cannot be written. */
export function writeBaseline(file: string, cwd: string, baseline: Baseline): void {
  try {
    writeWhole(resolve(cwd, file), baselineText(baseline));
  } catch (cause) {
    throw unwritten(`the baseline ${file}`, cause);
  }
}

/** A finding a line, so that a version control system shows which ones come and go. */
export function baselineText({ sources, findings }: Baseline): string {
  const parts = [
    `"kind": ${JSON.stringify(kind)}`,
    `"schemaVersion": "${baselineVersion}"`,
    `"sources": ${jsonLines(sources.map(knownSourceData))}`,
    `"findings": ${jsonLines(findings.map(knownFindingData))}`,
  ];
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

function jsonLines(items: readonly object[]): string {
  const lines = items.map((one) => `\n    ${JSON.stringify(one)}`);
  return `[${lines.join()}${lines.length > 0 ? '\n  ' : ''}]`;
}

// What is undefined has no key in JSON.
function knownSourceData({ source, org, host }: KnownSource): object {
  return { source, org, host };
}

function knownFindingData(finding: KnownFinding): object {
  const { app, folder, rule, verdict, severity, undatedSeverity } = finding;
  const { faults, settings, echo, fingerprint } = finding;
  const what = { app, folder, rule, verdict, severity, undatedSeverity, faults, settings, echo };
  return { ...what, ...knownSourceData(finding), fingerprint };
}

function baselineFileText(file: string, cwd: string, files: TextFiles = diskFiles): string {
  const path = resolve(cwd, file);
  try {
    // A revision of the repository has limits of its own.
    const size = files === diskFiles ? statSync(path).size : 0;
    if (size > maxBaselineBytes) throw damaged(file, `it has more than ${maxBaselineBytes} bytes`);
    return files.text(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `the baseline ${file} cannot be read`,
      `ecaudit --write-baseline ${file} writes it from today's findings`,
      { cause },
    );
  }
}

function parseBaseline(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    const why = text.includes('<<<<<<<') ? 'it holds a merge conflict' : 'it is not JSON';
    throw damaged(file, why, cause);
  }
}

function damaged(file: string, why: string, cause?: unknown): UserError {
  const hint = 'restore it from version control, or write it anew with --write-baseline';
  return new UserError(`the baseline ${file} is damaged: ${why}`, hint, { cause });
}

function isFindingData(data: unknown): data is KnownFinding {
  const verdict = memberOf(data, 'verdict');
  return (
    /^[0-9a-f]{32}$/.test(String(memberOf(data, 'fingerprint'))) &&
    isText(memberOf(data, 'rule')) &&
    isText(memberOf(data, 'app')) &&
    (verdict === 'fail' || verdict === 'open') &&
    isSeverity(memberOf(data, 'severity')) &&
    isSeverity(memberOf(data, 'undatedSeverity') ?? 'info') &&
    areTexts(memberOf(data, 'faults') ?? []) &&
    areTexts(memberOf(data, 'settings') ?? []) &&
    isText(memberOf(data, 'folder') ?? '') &&
    isText(memberOf(data, 'echo') ?? '')
  );
}

function isSource(data: unknown): data is KnownSource {
  return (
    isText(memberOf(data, 'source')) &&
    isText(memberOf(data, 'org') ?? '') &&
    isText(memberOf(data, 'host') ?? '')
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isSeverity(value: unknown): boolean {
  return severities.some((one) => one === value);
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length <= maxFaults && value.every(isText);
}
