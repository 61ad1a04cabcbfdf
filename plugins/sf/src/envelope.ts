/** How ecaudit ended, and what it wrote. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` of the CLI says of it. */
export type Envelope =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly result: unknown;
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly name: string;
      readonly message: string;
      readonly actions: readonly string[];
    };

/** Exit codes with an answer: clean, findings, incomplete. */
const answered = new Set([0, 1, 3]);

const errorNames: Readonly<Record<number, string>> = {
  2: 'EcauditRequestError',
  4: 'EcauditBugError',
  5: 'EcauditUnwrittenError',
};

/**
 * The envelope of a run. `isJson` says whether ecaudit was asked for JSON on stdout; commands without formats answer with their
 * text. A run that should have left JSON and did not is an error, whatever its exit code.
 */
export function envelopeOf(ended: Ended, isJson: boolean): Envelope {
  const { code, stdout, stderr } = ended;
  if (!answered.has(code)) return errorOf(ended);
  const warnings = linesOf(stderr);
  if (!isJson) return { kind: 'answer', status: code, result: { text: stdout }, warnings };
  const parsed = jsonIn(stdout);
  if (parsed === undefined)
    return errorOf({ code: 4, stdout, stderr: `ecaudit wrote no JSON\n${stderr}` });
  return { kind: 'answer', status: code, result: parsed.value, warnings };
}

function errorOf({ code, stderr }: Ended): Envelope {
  const lines = linesOf(stderr);
  const hint = /^hint: /;
  const message = lines.filter((line) => !hint.test(line)).join('\n');
  return {
    kind: 'error',
    status: code,
    name: errorNames[code] ?? 'EcauditStoppedError',
    message: message === '' ? `ecaudit ended with exit code ${code}` : message,
    actions: lines.filter((line) => hint.test(line)).map((line) => line.replace(hint, '')),
  };
}

function linesOf(stderr: string): readonly string[] {
  return stderr
    .split('\n')
    .map((line) => line.replace(/^ecaudit: /, '').trimEnd())
    .filter((line) => line !== '');
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // Its text is a report that was cut short: nothing that an error should quote.
    return undefined;
  }
}
