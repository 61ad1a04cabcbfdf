import type { PresentedEdit, PresentedFixes } from '../../src/fix/present.js';
import { jsonText, plainText } from '../../src/report/text/plain-text.js';

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
export function fixRdjson({ edits }: PresentedFixes): string {
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
