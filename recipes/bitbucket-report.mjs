// node bitbucket-report.mjs ecaudit.json EXIT_CODE
// Posts what `ecaudit -f json=ecaudit.json` wrote to Code Insights of Bitbucket Cloud, from a pipeline: the proxy that runs beside
// each pipeline signs the calls, so that no password is needed. Needs Node and nothing else. Copy it to your repository.
// https://support.atlassian.com/bitbucket-cloud/docs/code-insights/
import { readFileSync } from 'node:fs';
import { request } from 'node:http';

/** Bitbucket takes so many annotations in a call, and in a report. */
const atOnce = 100;
const atMost = 1000;

const [reportFile = 'ecaudit.json', exitCode = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
const { BITBUCKET_WORKSPACE, BITBUCKET_REPO_SLUG, BITBUCKET_COMMIT } = process.env;
const [host, port] = (process.env.BITBUCKET_PROXY ?? 'localhost:29418').split(':');
const place = [
  BITBUCKET_WORKSPACE,
  BITBUCKET_REPO_SLUG,
  'commit',
  BITBUCKET_COMMIT,
  'reports/ecaudit',
];
const url = `http://api.bitbucket.org/2.0/repositories/${place.join('/')}`;

const severities = ['critical', 'high', 'medium', 'low', 'info'];
// What is accepted or known already, and what another finding tells, asks for nothing.
const findings = report.results
  .filter((one) => one.verdict === 'fail' && !one.suppressed && !one.baselined && !one.echo)
  .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));

await call('PUT', url, {
  title: 'ecaudit',
  report_type: 'SECURITY',
  reporter: 'ecaudit',
  result: exitCode === '0' ? 'PASSED' : 'FAILED',
  details: clip(detailsOf(), 2000),
  data: severities.map((severity) => ({
    title: severity,
    type: 'NUMBER',
    value: findings.filter((one) => one.severity === severity).length,
  })),
});
const annotations = findings.slice(0, atMost).map(annotationOf);
for (let at = 0; at < annotations.length; at += atOnce)
  await call('POST', `${url}/annotations`, annotations.slice(at, at + atOnce));

function detailsOf() {
  const rest = findings.length - atMost;
  return [
    `External Client Apps and Connected Apps: ${report.apps.length} audited, ${findings.length} findings.`,
    ...(rest > 0 ? [`${rest} of them are not annotated: Bitbucket takes ${atMost}.`] : []),
    ...(exitCode === '3' ? ['Something could not be audited: the log says what.'] : []),
  ].join(' ');
}

function annotationOf(finding) {
  const { file: path, startLine } = finding.location;
  return {
    external_id: `ecaudit-${identity(finding)}`,
    annotation_type: 'VULNERABILITY',
    severity: finding.severity === 'info' ? 'LOW' : finding.severity.toUpperCase(),
    summary: clip(`${finding.message} (${finding.rule})`, 450),
    ...(finding.fix ? { details: clip(finding.fix.setup, 2000) } : {}),
    path,
    line: startLine,
  };
}

/** Several findings may share a fingerprint, a place they do not. */
function identity({ fingerprint, location }) {
  const twins = findings.filter((one) => one.fingerprint === fingerprint);
  const at = twins.findIndex((one) => one.location === location);
  return at > 0 ? `${fingerprint}-${at}` : fingerprint;
}

function clip(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function call(method, path, body) {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((done, fail) => {
    const asked = request({
      host,
      port,
      method,
      path,
      headers: { ...headers, host: 'api.bitbucket.org' },
    });
    asked.once('error', fail).once('response', (answer) => {
      answer.resume().once('end', () => {
        const isFine = answer.statusCode >= 200 && answer.statusCode < 300;
        if (isFine) done();
        else
          fail(
            new Error(`Bitbucket answered ${answer.statusCode} to ${method} of ecaudit's report`),
          );
      });
    });
    asked.end(text);
  });
}
