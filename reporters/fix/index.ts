import type { PresentedFixes, PresentedEdit } from '../../src/fix/present.js';
import { answerHead } from '../../src/report/report.js';
import { jsonText, plainText } from '../../src/report/text/plain-text.js';

/** The edits and what is left, as data. To make all edits of a file at once gives the file as `--write` writes it. */
function fixJson({ report, diff, edits, left, withheld }: PresentedFixes): string {
  const data = {
    ...answerHead(report),
    diff,
    edits: edits.map(({ rule, app, class: kind, element, location, text, breaks }) => ({
      rule,
      app,
      class: kind,
      element,
      location,
      text,
      breaks,
    })),
    left: left.map(({ rule, app, class: kind, action }) => ({ rule, app, class: kind, action })),
    ...(withheld.length > 0 && { withheld }),
  };
  return `${jsonText(data, 2)}\n`;
}

/** As reviewdog names them. */
const reviewdogLevels: Readonly<Record<string, string>> = {
  critical: 'ERROR',
  high: 'ERROR',
  medium: 'WARNING',
};

/**
 * The edits as suggestions of a review: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. One diagnostic for each
 * finding and file; columns count bytes of UTF-8.
 */
function fixRdjson({ edits }: PresentedFixes): string {
  const groups = new Map<string, PresentedEdit[]>();
  for (const edit of edits) {
    const key = `${edit.rule} ${edit.app} ${edit.location.file}`;
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  const data = {
    source: { name: 'ecaudit' },
    diagnostics: [...groups.values()].flatMap(editDiagnostics),
  };
  return `${jsonText(data, 2)}\n`;
}

function editDiagnostics(edits: readonly PresentedEdit[]): readonly object[] {
  const [first] = edits;
  if (!first) return [];
  return [
    {
      message: plainText(first.message),
      location: { path: first.location.file, range: editRange(first) },
      severity: reviewdogLevels[first.severity] ?? 'INFO',
      code: { value: first.rule },
      suggestions: edits.map((edit) => ({ range: editRange(edit), text: edit.text })),
    },
  ];
}

function editRange({ location, bytes }: PresentedEdit): object {
  return {
    start: { line: location.startLine, column: bytes.startColumn },
    end: { line: location.endLine, column: bytes.endColumn },
  };
}

/** The formats of `fix`, the default first. */
export const fixReporters = {
  diff: ({ diff }) => diff,
  json: fixJson,
  rdjson: fixRdjson,
} as const satisfies Readonly<Record<string, (fixes: PresentedFixes) => string>>;
