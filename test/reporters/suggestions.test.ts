// Edits beside the findings: as SARIF and as rdjson have them, held to their schemas.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { eca } from '../fix/files.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit } from '../stories/run.js';

const position = {
  type: 'object',
  properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } },
  required: ['line'],
  additionalProperties: false,
};
const range = {
  type: 'object',
  properties: { start: position, end: position },
  required: ['start'],
  additionalProperties: false,
};
const source = {
  type: 'object',
  properties: { name: { type: 'string' }, url: { type: 'string' } },
  required: ['name'],
  additionalProperties: false,
};

/**
 * Keys and types of proto/rdf/jsonschema/DiagnosticResult.jsonschema of reviewdog, stricter: what is no key of the format is a
 * mistake, since protojson refuses it.
 */
const rdjson = new Ajv2020().compile({
  type: 'object',
  properties: {
    source,
    severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
    diagnostics: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          message: { type: 'string', minLength: 1 },
          location: {
            type: 'object',
            properties: { path: { type: 'string', minLength: 1 }, range },
            required: ['path'],
            additionalProperties: false,
          },
          severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
          source,
          code: {
            type: 'object',
            properties: { value: { type: 'string' }, url: { type: 'string' } },
            additionalProperties: false,
          },
          suggestions: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              properties: { range, text: { type: 'string' } },
              required: ['range', 'text'],
              additionalProperties: false,
            },
          },
          original_output: { type: 'string' },
        },
        required: ['message', 'location'],
        additionalProperties: false,
      },
    },
  },
  required: ['diagnostics'],
  additionalProperties: false,
});

interface Rdjson {
  readonly diagnostics: readonly {
    readonly code?: { readonly value: string };
    readonly location: {
      readonly path: string;
      readonly range: {
        readonly start: { readonly line: number; readonly column: number };
        readonly end: { readonly column: number };
      };
    };
    readonly suggestions?: readonly {
      readonly range: {
        readonly start: { readonly line: number; readonly column: number };
        readonly end: { readonly line: number; readonly column: number };
      };
      readonly text: string;
    }[];
  }[];
}

const { $schema: _, ...sarifSchema } = JSON.parse(
  readFileSync(new URL('sarif-2.1.0.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const sarif = new Ajv2020({ strict: false, validateFormats: false }).compile(sarifSchema);

/** One safe edit behind letters of several bytes, one that puts an element in, and one risky one. */
const files = eca({
  header: { label: 'Aufträge 𝒜' },
  global: {
    callbackUrl: 'https://orders.northwind.test/ü,https://orders.northwind.test/two',
    isPkceRequired: 'false',
  },
  policies: { sessionTimeoutInMinutes: '480' },
});

test.each([['fix', '--unsafe'], ['fix'], ['audit']])(
  'rdjson of %s %s is what reviewdog takes',
  async (...argv) => {
    const cwd = tempFolder(files);
    const run = await ecaudit([...argv, '.', '-f', 'rdjson', '--no-config'], { cwd });
    const data = JSON.parse(run.stdout) as Rdjson;
    expect(rdjson(data), JSON.stringify(rdjson.errors)).toBe(true);
    const timeout = data.diagnostics.find(({ code }) => code?.value === 'tokens/session-timeout');
    const [suggestion] = timeout?.suggestions ?? [];
    const line = readFileSync(`${cwd}/${timeout?.location.path}`).toString('latin1').split('\n')[
      (suggestion?.range.start.line ?? 0) - 1
    ];
    const { start, end } = suggestion?.range ?? { start: { column: 0 }, end: { column: 0 } };
    expect(line?.slice(start.column - 1, end.column - 1)).toBe('480');
    expect(suggestion?.text).toBe('60');
    const risky = data.diagnostics.find(({ code }) => code?.value === 'flows/pkce-required');
    expect(risky?.suggestions !== undefined).toBe(argv.includes('--unsafe'));
  },
);

test('a finding behind letters of several bytes: rdjson counts bytes, SARIF UTF-16 units as it says', async () => {
  const address = 'http://orders.northwind.test/two';
  const app = `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>\u00fc \u{1d49c}</label><oauthConfig><callbackUrl>${address}</callbackUrl><scopes>Api</scopes></oauthConfig></ConnectedApp>`;
  const cwd = tempFolder({ 'connectedApps/Orders.connectedApp': app });
  const as = async (format: string): Promise<string> =>
    (await ecaudit(['.', '-f', format, '--no-config'], { cwd })).stdout;
  const data = JSON.parse(await as('rdjson')) as Rdjson;
  const found = data.diagnostics.find(({ code }) => code?.value === 'urls/https-callbacks');
  const bytesOf = found?.location.range;
  const bytes = readFileSync(`${cwd}/${found?.location.path}`).toString('latin1').split('\n');
  const line = bytes[(bytesOf?.start.line ?? 0) - 1];
  expect(line?.slice((bytesOf?.start.column ?? 0) - 1, (bytesOf?.end.column ?? 0) - 1)).toBe(
    address,
  );
  const log = JSON.parse(await as('sarif')) as {
    readonly runs: readonly {
      readonly columnKind: string;
      readonly results: readonly {
        readonly ruleId: string;
        readonly locations: readonly Placed[];
      }[];
    }[];
  };
  const [run] = log.runs;
  expect(run?.columnKind).toBe('utf16CodeUnits');
  const result = run?.results.find(({ ruleId }) => ruleId === 'urls/https-callbacks');
  const region = result?.locations[0]?.physicalLocation.region;
  const text = readFileSync(`${cwd}/${found?.location.path}`, 'utf8').split('\n');
  expect(
    text[(region?.startLine ?? 0) - 1]?.slice(
      (region?.startColumn ?? 0) - 1,
      (region?.endColumn ?? 0) - 1,
    ),
  ).toBe(address);
});

interface Placed {
  readonly physicalLocation: {
    readonly region: {
      readonly startLine: number;
      readonly startColumn: number;
      readonly endColumn: number;
    };
  };
}

test('SARIF with fixes is SARIF 2.1.0, and each replacement says what goes and what comes', async () => {
  const run = await ecaudit(['.', '-f', 'sarif', '--no-config'], { cwd: tempFolder(files) });
  const log = JSON.parse(run.stdout) as {
    readonly runs: readonly {
      readonly results: readonly { readonly ruleId: string; readonly fixes?: readonly object[] }[];
    }[];
  };
  expect(sarif(log), JSON.stringify(sarif.errors)).toBe(true);
  const results = log.runs[0]?.results ?? [];
  const fixed = results.filter(({ fixes }) => fixes).map(({ ruleId }) => ruleId);
  expect(fixed).toContain('tokens/session-timeout');
  expect(fixed).not.toContain('flows/pkce-required');
});
