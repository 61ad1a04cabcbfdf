import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { diskFiles } from '../documents/file-text.js';
import { memberOf } from '../documents/members.js';
import { writeWhole } from '../documents/staged-file.js';
import type { KnownFinding } from '../model/baseline.js';
import { severities } from '../model/severity.js';
import { unwritten } from '../model/unwritten-error.js';
import type { TextFiles } from '../model/text-files.js';
import { UserError } from '../model/user-error.js';

const kind = 'ecaudit baseline';
const schemaVersion = '1';

/** In UTF-16 units: some 200,000 findings. */
const maxLength = 50_000_000;

/**
 * Reads a baseline, a path from `cwd`. Throws UserError when there is none, when it is damaged, and when it is something
 * else: never is it taken for an empty one.
 */
export function readBaseline(
  file: string,
  cwd: string,
  files: TextFiles = diskFiles,
): readonly KnownFinding[] {
  const data = parsed(textOf(file, cwd, files), file);
  if (memberOf(data, 'kind') !== kind)
    throw new UserError(`${file} is no baseline of ecaudit`, '--write-baseline FILE writes one');
  if (memberOf(data, 'schemaVersion') !== schemaVersion)
    throw new UserError(
      `the baseline ${file} is of a version that this ecaudit does not know`,
      'write it anew with --write-baseline',
    );
  const findings = memberOf(data, 'findings');
  if (!Array.isArray(findings)) throw damaged(file, 'it has no list of findings');
  return findings.map((one: unknown, index) => {
    if (isKnownFinding(one)) return one;
    throw damaged(file, `finding ${index + 1} is not as ecaudit writes it`);
  });
}

/** Throws UserError where a file stands in the way that is no baseline: it is not ours to replace. */
export function checkReplaceable(file: string, cwd: string): void {
  const path = resolve(cwd, file);
  if (!existsSync(path)) return;
  if (!statSync(path).isFile())
    throw new UserError(`${file} is no file and is not replaced`, 'name a file');
  const data = parsed(textOf(file, cwd), file);
  if (memberOf(data, 'kind') === kind) return;
  throw new UserError(`${file} is no baseline of ecaudit and is not replaced`, 'name another file');
}

/** Writes a baseline, whole or not at all. Throws UnwrittenError when it cannot be written. */
export function writeBaseline(file: string, cwd: string, findings: readonly KnownFinding[]): void {
  try {
    writeWhole(resolve(cwd, file), baselineText(findings));
  } catch (cause) {
    throw unwritten(`the baseline ${file}`, cause);
  }
}

/** A finding a line, so that a version control system shows which ones come and go. */
export function baselineText(findings: readonly KnownFinding[]): string {
  const head = `"kind": ${JSON.stringify(kind)},\n  "schemaVersion": "${schemaVersion}"`;
  const lines = findings.map((one) => `\n    ${JSON.stringify(ordered(one))}`);
  return `{\n  ${head},\n  "findings": [${lines.join()}${lines.length > 0 ? '\n  ' : ''}]\n}\n`;
}

function ordered({ rule, app, verdict, severity, faults, fingerprint }: KnownFinding): object {
  return { app, rule, verdict, severity, ...(faults && { faults }), fingerprint };
}

function textOf(file: string, cwd: string, files: TextFiles = diskFiles): string {
  try {
    return files.text(resolve(cwd, file));
  } catch (cause) {
    throw new UserError(
      `the baseline ${file} cannot be read`,
      `ecaudit --write-baseline ${file} writes it from today's findings`,
      { cause },
    );
  }
}

function parsed(text: string, file: string): unknown {
  if (text.length > maxLength) throw damaged(file, `it has more than ${maxLength} characters`);
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

function isKnownFinding(data: unknown): data is KnownFinding {
  const faults = memberOf(data, 'faults') ?? [];
  const verdict = memberOf(data, 'verdict');
  const severity = memberOf(data, 'severity');
  return (
    /^[0-9a-f]{32}$/.test(String(memberOf(data, 'fingerprint'))) &&
    typeof memberOf(data, 'rule') === 'string' &&
    typeof memberOf(data, 'app') === 'string' &&
    (verdict === 'fail' || verdict === 'open') &&
    severities.some((one) => one === severity) &&
    Array.isArray(faults) &&
    faults.every((one) => typeof one === 'string')
  );
}
