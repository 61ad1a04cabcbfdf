// Diagnostics of reviewdog: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
import { startOf, type Location, formatRange } from '../src/model/location.js';
import {
  acceptedCount,
  actionText,
  type Digest,
  type Finding,
} from '../src/report/digest/index.js';
import type { FileFix, Report } from '../src/report/report.js';
import type { Severity } from '../src/report/severity.js';
import { jsonText, plainText } from '../src/report/text/plain-text.js';
import { namedAppsText } from '../src/report/text/words.js';

type RdSeverity = 'ERROR' | 'WARNING' | 'INFO';

const rdSeverities = {
  critical: 'ERROR',
  high: 'ERROR',
  medium: 'WARNING',
  low: 'INFO',
  info: 'INFO',
} as const satisfies Readonly<Record<Severity, RdSeverity>>;

/** What was not audited, then the findings, the most severe first, then what vendors' guides excuse. */
export function rdjson(digest: Digest): string {
  const diagnostics = [
    ...digest.gaps.map(({ kind, title, message, location }) =>
      rdDiagnostic(
        digest,
        { code: `not-audited/${kind}`, severity: 'ERROR' },
        `${title}: ${message}`,
        location,
      ),
    ),
    ...digest.worstFirst.flatMap((finding) => rdFindingData(finding, digest)),
    ...digest.allWarnings.map(({ kind, title, message, location }) =>
      rdDiagnostic(
        digest,
        { code: `ecaudit/${kind}`, severity: 'WARNING' },
        `${title}: ${message}`,
        location,
      ),
    ),
    ...excused(digest),
    ...terms(digest),
    ...byFlags(digest),
  ];
  return `${jsonText({ source: { name: 'ecaudit' }, diagnostics }, 2)}\n`;
}

/** A suggestion belongs to the file of its diagnostic: where an edit changes another file, too, that has one of its own. */
function rdFindingData({ result, apps }: Finding, digest: Digest): readonly object[] {
  const fix = actionText(digest.action(result));
  const text = `${result.message}${fix && ` Fix: ${fix}`} (${namedAppsText(apps)})`;
  const named = { code: result.rule, severity: rdSeverities[result.severity] };
  const files = digest.report.fixes?.get(`${result.rule} ${result.app}`) ?? [];
  const own = files.filter(({ file }) => file === result.location.file);
  const others = files.filter((one) => !own.includes(one));
  return [
    { ...rdDiagnostic(digest, named, text, result.location), ...suggestionsOf(own) },
    ...others.map((one) => ({
      ...rdDiagnostic(digest, named, text, one.replacements[0]?.location),
      ...suggestionsOf([one]),
    })),
  ];
}

/** What `ecaudit fix` does unasked. */
function suggestionsOf(files: readonly FileFix[]): object {
  const replacements = files.flatMap((one) => one.replacements);
  if (replacements.length === 0) return {};
  return {
    suggestions: replacements.map(({ location: { startLine, endLine }, bytes, text }) => ({
      range: {
        start: { line: startLine, column: bytes.startColumn },
        end: { line: endLine, column: bytes.endColumn },
      },
      text,
    })),
  };
}

function excused(digest: Digest): readonly object[] {
  const { excused: count } = digest.report.summary;
  const [first] = digest.accepted.excused;
  if (count === 0) return [];
  const named = { code: 'ecaudit/accepted-by-vendor', severity: 'INFO' } as const;
  return [rdDiagnostic(digest, named, acceptedCount(count, 'excused'), first?.location)];
}

/** On what terms the audit ran, where something makes it milder. */
function terms(digest: Digest): readonly object[] {
  if (!digest.terms.milder) return [];
  const named = { code: 'ecaudit/terms', severity: 'INFO' } as const;
  return [rdDiagnostic(digest, named, digest.terms.all.join('. '))];
}

/** What the flags of the caller leave out. */
function byFlags(digest: Digest): readonly object[] {
  if (digest.byFlags.length === 0) return [];
  const named = { code: 'ecaudit/left-out', severity: 'INFO' } as const;
  return [rdDiagnostic(digest, named, digest.byFlags.join('. '))];
}

interface Named {
  readonly code: string;
  readonly severity: RdSeverity;
}

/** Whatever has no place stands at the first source: a diagnostic without a path is refused. */
function rdDiagnostic(
  { report }: Digest,
  { code, severity }: Named,
  text: string,
  location: Location = startOf(report.sources[0]?.id ?? '.'),
): object {
  return {
    message: plainText(text),
    location: { path: plainText(location.file), range: rdRange(location, report) },
    severity,
    code: { value: plainText(code) },
  };
}

/** Columns count bytes of UTF-8. Of a merged report only those of the value itself are known. */
function rdRange(
  location: Location,
  { byteColumns, snippets }: Pick<Report, 'byteColumns' | 'snippets'>,
): object {
  const { startLine, startColumn, endLine, endColumn } = location;
  const bytes = byteColumns?.get(formatRange(location));
  const text = byteColumns ? undefined : snippets?.get(formatRange(location));
  const end =
    startLine === endLine && text !== undefined ? startColumn + Buffer.byteLength(text) : endColumn;
  return {
    start: { line: startLine, column: bytes?.startColumn ?? startColumn },
    end: { line: endLine, column: bytes?.endColumn ?? end },
  };
}
