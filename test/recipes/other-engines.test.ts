// Azure DevOps, Bitbucket, and the workflow of a release: their scripts are run as their runners would.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { root } from '../stories/run.js';
import { projectWithProgram } from './project.js';
import { quickPath, readYaml, runStep, type Step } from './shell.js';

describe('the pipeline for Azure DevOps', () => {
  const { steps } = readYaml('recipes/azure-pipelines.yml') as {
    steps: readonly {
      readonly bash?: string;
      readonly publish?: string;
      readonly artifact?: string;
      readonly condition?: string;
      readonly task?: string;
      readonly inputs?: Readonly<Record<string, string>>;
    }[];
  };
  const script = steps.find(({ bash }) => bash !== undefined)?.bash ?? '';

  test('its script ends with the exit code of the audit, and leaves what the next steps publish', () => {
    const cwd = projectWithProgram();
    const { code, stdout } = runStep({ run: script }, {}, cwd);
    expect(code).toBe(1);
    expect(stdout).toContain('flows/pkce-required');
    const published = steps.flatMap(
      ({ inputs, publish }) => inputs?.['testResultsFiles'] ?? publish ?? [],
    );
    expect(published).toEqual(['reports/ecaudit.junit.xml', 'reports']);
    for (const path of published) expect(existsSync(join(cwd, path)), path).toBe(true);
    expect(existsSync(join(cwd, 'reports/ecaudit.sarif'))).toBe(true);
  });

  test('what it publishes it publishes after findings, too, under the name that the tab reads', () => {
    const publishing = steps.filter(({ task, publish }) => task ?? publish);
    expect(publishing.map(({ condition }) => condition)).toEqual(['always()', 'always()']);
    expect(publishing.at(-1)?.artifact).toBe('CodeAnalysisLogs');
  });

  test('a program that is not there is 4, which is no finding', () => {
    const { code } = runStep({ run: script }, {}, tempFolder({ 'package.json': '{}' }));
    expect(code).toBe(4);
  });
});

interface Call {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

describe('the pipeline for Bitbucket', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** The proxy of a pipeline: it is asked for whole addresses. */
  async function proxy(status = 200) {
    const calls: Call[] = [];
    const server = createServer((asked, answer) => {
      let text = '';
      asked.setEncoding('utf8').on('data', (more: string) => void (text += more));
      asked.on('end', () => {
        calls.push({ method: asked.method ?? '', url: asked.url ?? '', body: JSON.parse(text) });
        answer.writeHead(status).end('{}');
      });
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return { calls, at: `127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  /** Does not block this process, which is the proxy. */
  async function run(argv: readonly string[], cwd: string, at: string) {
    const env = {
      PATH: quickPath(tempFolder()),
      BITBUCKET_WORKSPACE: 'acme',
      BITBUCKET_REPO_SLUG: 'crm',
      BITBUCKET_COMMIT: 'abc123',
      BITBUCKET_PROXY: at,
    };
    const [command = '', ...args] = argv;
    const child = spawn(command, args, { cwd, env, stdio: 'ignore' });
    const [code] = (await once(child, 'close')) as [number | null];
    return code;
  }

  const reporter = join(root, 'recipes/bitbucket-report.mjs');
  const { definitions } = readYaml('recipes/bitbucket-pipelines.yml') as {
    definitions: {
      steps: readonly [{ step: { script: readonly string[]; artifacts: readonly string[] } }];
    };
  };
  const [{ step }] = definitions.steps;

  test('its script audits, reports, and ends with the exit code of the audit', async () => {
    const cwd = projectWithProgram();
    mkdirSync(join(cwd, 'ci'));
    cpSync(reporter, join(cwd, 'ci/bitbucket-report.mjs'));
    const { calls, at } = await proxy();
    const script = step.script.join('\n');
    expect(await run(['bash', '-e', '-c', script], cwd, at)).toBe(1);
    for (const path of step.artifacts) expect(existsSync(join(cwd, path)), path).toBe(true);
    const place =
      'http://api.bitbucket.org/2.0/repositories/acme/crm/commit/abc123/reports/ecaudit';
    expect(calls.map(({ method, url }) => [method, url])).toEqual([
      ['PUT', place],
      ['POST', `${place}/annotations`],
    ]);
    expect(calls[0]?.body).toMatchObject({ report_type: 'SECURITY', result: 'FAILED' });
    const annotations = calls[1]?.body as readonly Readonly<Record<string, unknown>>[];
    expect(annotations[0]).toMatchObject({
      annotation_type: 'VULNERABILITY',
      severity: 'HIGH',
      path: expect.stringMatching(/^force-app\/.*-meta\.xml$/),
      line: expect.any(Number),
    });
    const ids = annotations.map((one) => one['external_id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a proxy that refuses changes no verdict', async () => {
    const cwd = projectWithProgram();
    mkdirSync(join(cwd, 'ci'));
    cpSync(reporter, join(cwd, 'ci/bitbucket-report.mjs'));
    const { at } = await proxy(500);
    expect(await run(['bash', '-e', '-c', step.script.join('\n')], cwd, at)).toBe(1);
  });

  const finding = (index: number, more: object = {}) => ({
    verdict: 'fail',
    rule: 'flows/pkce-required',
    severity: 'high',
    message: 'm'.repeat(900),
    fix: { setup: 'Select it.' },
    fingerprint: `f${index}`,
    location: { file: 'a-meta.xml', startLine: 3 },
    ...more,
  });

  test('many findings go in parts, no more than are taken, the most severe first', async () => {
    const results = Array.from({ length: 1050 }, (_, index) => finding(index));
    const last = finding(2000, { severity: 'critical' });
    const cwd = tempFolder({
      'ecaudit.json': JSON.stringify({ apps: [{}], results: [...results, last] }),
    });
    const { calls, at } = await proxy();
    expect(await run([process.execPath, reporter, 'ecaudit.json', '1'], cwd, at)).toBe(0);
    const parts = calls
      .slice(1)
      .map(({ body }) => body as readonly { severity: string; summary: string }[]);
    expect(parts.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(parts[0]?.[0]?.severity).toBe('CRITICAL');
    expect(parts[0]?.[0]?.summary).toHaveLength(450);
    expect(JSON.stringify(calls[0]?.body)).toContain('51 of them are not annotated');
  });

  test('what asks for nothing is no annotation', async () => {
    const results = [
      finding(1, { verdict: 'open' }),
      finding(2, { suppressed: { reason: 'r' } }),
      finding(3, { baselined: true }),
      finding(4, { echo: 'flows/other' }),
    ];
    const cwd = tempFolder({ 'ecaudit.json': JSON.stringify({ apps: [{}], results }) });
    const { calls, at } = await proxy();
    await run([process.execPath, reporter, 'ecaudit.json', '0'], cwd, at);
    expect(calls.map(({ method }) => method)).toEqual(['PUT']);
    expect(calls[0]?.body).toMatchObject({ result: 'PASSED' });
  });
});

describe('the workflow of a release', () => {
  const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
  const { jobs, permissions } = readYaml('.github/workflows/release.yml') as {
    permissions: object;
    jobs: Readonly<
      Record<'build' | 'publish', { readonly permissions: object; readonly steps: readonly Step[] }>
    >;
  };
  const stepCalled = (name: string): Step => {
    const found = jobs.build.steps.find((one) => one.name === name);
    if (!found) throw new Error(`no step ${name}`);
    return found;
  };

  test('every action is pinned by its commit and says its version', () => {
    const uses = Array.from(text.matchAll(/uses: (.*)/g), ([, used]) => used ?? '');
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.filter((one) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  });

  test('only the job that runs nothing of the repository may sign and publish', () => {
    expect([permissions, jobs.build.permissions]).toEqual([{}, { contents: 'read' }]);
    expect(jobs.publish.permissions).toEqual({
      attestations: 'write',
      contents: 'write',
      'id-token': 'write',
    });
    expect(jobs.publish.steps.some(({ uses }) => uses?.includes('checkout'))).toBe(false);
  });

  test.each([
    [`v${version}`, 0],
    ['v99.0.0', 1],
    [version, 1],
  ])('the tag %s: %i', (tag, code) => {
    const cwd = tempFolder({ 'package.json': readFileSync(join(root, 'package.json'), 'utf8') });
    const context = { 'github.ref_name': tag };
    expect(runStep(stepCalled('The tag is the version'), context, cwd).code).toBe(code);
  });

  test('what it packs is what it attests, with the sums of all', () => {
    const cwd = tempFolder({ 'dist/sbom.cdx.json': '{}' });
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'ecaudit', version: '0.0.1' }));
    expect(runStep(stepCalled('Pack'), {}, cwd).code).toBe(0);
    const sums = readFileSync(join(cwd, 'release/SHA256SUMS'), 'utf8');
    const names = sums
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/)[1]);
    expect(names).toEqual(['ecaudit-0.0.1.tgz', 'ecaudit.sbom.cdx.json']);
    const attested = jobs.publish.steps.filter(({ uses }) => uses?.startsWith('actions/attest@'));
    expect(attested.map((one) => one.with)).toEqual([
      { 'subject-path': 'release/*.tgz' },
      { 'subject-path': 'release/*.tgz', 'sbom-path': 'release/ecaudit.sbom.cdx.json' },
    ]);
    rmSync(join(cwd, 'release'), { recursive: true });
  });
});
