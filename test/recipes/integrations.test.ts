// What is ready to be submitted to other projects' lists: it fits their schemas, and what it starts is run.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { root } from '../stories/run.js';
import { projectWithProgram } from './project.js';
import { readYaml } from './shell.js';

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const descriptorFile = 'integrations/mega-linter-plugin-ecaudit/ecaudit.megalinter-descriptor.yml';

test.each([
  [descriptorFile, 'megalinter-descriptor'],
  ['integrations/schemastore-catalog.json', 'schemastore-catalog'],
])('%s fits what the list takes', (file, schema) => {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(read(`integrations/schemas/${schema}.schema.json`) as object, readYaml(file));
  expect(ajv.errors).toBeNull();
});

test('SchemaStore: the schema is in the repository, for the names that the program looks for', () => {
  const { schemas } = read('integrations/schemastore-catalog.json') as {
    schemas: readonly { readonly url: string; readonly fileMatch: readonly string[] }[];
  };
  for (const { url, fileMatch } of schemas) {
    const [, path = ''] = /\/ecaudit\/main\/(.*)$/.exec(url) ?? [];
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(fileMatch).toEqual(['ecaudit.config.yaml', 'ecaudit.config.yml', 'ecaudit.config.json']);
  }
});

interface Linter {
  readonly cli_executable: string;
  readonly cli_lint_extra_args: readonly string[];
  readonly cli_sarif_args: readonly string[];
  readonly cli_version_extra_args: readonly string[];
  readonly cli_version_arg_name: string;
  readonly cli_lint_errors_regex: string;
}

/** As MegaLinter puts a command together in its mode `project`. */
function run(args: readonly string[], cwd: string) {
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: {} });
}

test('MegaLinter: its command audits the project, and its pattern finds the number of findings', () => {
  const [linter] = (readYaml(descriptorFile) as { linters: readonly [Linter] }).linters;
  const cwd = projectWithProgram();
  expect(linter.cli_executable).toBe('node');
  const { status, stdout } = run(linter.cli_lint_extra_args, cwd);
  expect(status).toBe(1);
  expect(Number(new RegExp(linter.cli_lint_errors_regex).exec(stdout)?.[1])).toBeGreaterThan(10);
  const sarif = linter.cli_sarif_args.map((arg) => arg.replace('{{SARIF_OUTPUT_FILE}}', 'a.sarif'));
  run([...linter.cli_lint_extra_args, ...sarif], cwd);
  const log = JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8'));
  expect(log.runs[0].results.length).toBeGreaterThan(10);
  const version = run([...linter.cli_version_extra_args, linter.cli_version_arg_name], cwd);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
