// Compliance Findings of the Open Cybersecurity Schema Framework: https://schema.ocsf.io/1.3.0/classes/compliance_finding
import {
  actionText,
  acceptedText,
  placeText,
  type Digest,
  type Finding,
  type Gap,
} from '../src/report/digest/index.js';
import { formatLocation, type Location } from '../src/model/location.js';
import type { Severity } from '../src/report/severity.js';
import { jsonText, plainText } from '../src/report/text/plain-text.js';
import { statusOf, type Status } from '../src/report/verdict.js';

const severityIds = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
  info: [1, 'Informational'],
} as const satisfies Readonly<Record<Severity, readonly [number, string]>>;

/** What became of a finding: new, or settled by somebody. */
const statusIds = {
  active: [1, 'New'],
  suppressed: [3, 'Suppressed'],
  excused: [3, 'Suppressed'],
  baselined: [2, 'In Progress'],
  echo: [3, 'Suppressed'],
} as const satisfies Readonly<Record<Status, readonly [number, string]>>;

/** Of the check: passed, failed, or nobody knows. */
const verdictIds = {
  pass: [1, 'Pass'],
  fail: [3, 'Fail'],
  open: [0, 'Unknown'],
  notApplicable: [99, 'Not applicable'],
} as const;

/** An event for each row of the action plan, and for what was not audited. Each is written before the next is made. */
export function* ocsf(digest: Digest): Generator<string> {
  let before = '[\n';
  for (const event of eventsOf(digest)) {
    yield before + jsonText(event);
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n' : '[]\n';
}

function* eventsOf(digest: Digest): Generator<object> {
  for (const gap of digest.gaps) yield gapEvent(gap, digest);
  for (const finding of digest.plan) yield findingEvent(finding, digest);
  for (const { kind, title, message, location } of digest.allWarnings)
    yield noteEvent(digest, `ecaudit/${kind}`, title, message, location);
  const { milder, all } = digest.terms;
  if (milder) yield noteEvent(digest, 'ecaudit/terms', 'Terms of the audit', all.join('. '));
  for (const text of digest.byFlags)
    yield noteEvent(digest, 'ecaudit/left-out', 'Left out by flags of the caller', text);
}

/** What every event has. */
function eventBase({ report: { generatedAt, tool } }: Digest, severity: Severity): object {
  const [severityId, name] = severityIds[severity];
  return {
    class_uid: 2003,
    class_name: 'Compliance Finding',
    category_uid: 2,
    category_name: 'Findings',
    activity_id: 1,
    activity_name: 'Create',
    type_uid: 200_301,
    time: Date.parse(generatedAt),
    severity_id: severityId,
    severity: name,
    metadata: {
      version: '1.3.0',
      product: { name: tool.name, vendor_name: tool.name, version: tool.version },
    },
  };
}

function findingEvent({ result, apps, source }: Finding, digest: Digest): object {
  const rule = digest.rule(result.rule);
  const [statusId, status] = statusIds[statusOf(result)];
  const [verdictId, verdict] = verdictIds[result.verdict];
  const settled = acceptedText(result);
  const fix = actionText(digest.action(result));
  return {
    ...eventBase(digest, result.severity),
    status_id: statusId,
    status,
    ...(settled && { status_detail: plainText(settled) }),
    message: plainText(result.message),
    finding_info: {
      uid: result.fingerprint,
      title: plainText(rule.title),
      desc: plainText(result.message),
      src_url: placeText(result),
    },
    compliance: {
      control: plainText(result.rule),
      requirements: rule.controls === '' ? [] : rule.controls.split('; '),
      standards: [plainText(result.rule.slice(0, result.rule.lastIndexOf('/')))],
      status_id: verdictId,
      status: verdict,
    },
    ...(fix && { remediation: { desc: plainText(fix) } }),
    resources: apps.map((id) => resourceOf(id, source, digest)),
  };
}

function resourceOf(id: string, source: string, digest: Digest): object {
  const app = digest.app(id);
  const org = digest.header.sources.find((one) => one.id === source);
  return {
    uid: plainText(id),
    name: plainText(app?.apiName ?? id),
    type: app?.kind ?? 'app',
    namespace: plainText(org?.org?.id ?? org?.name ?? source),
  };
}

/** What is to be known of the run itself. */
function noteEvent(
  digest: Digest,
  uid: string,
  title: string,
  message: string,
  location?: Location,
): object {
  return {
    ...eventBase(digest, 'info'),
    status_id: 1,
    status: 'New',
    message: plainText(`${title}: ${message}`),
    finding_info: { uid, title: plainText(title), desc: plainText(message) },
    compliance: {
      control: uid,
      requirements: [],
      standards: ['ecaudit'],
      status_id: 2,
      status: 'Warning',
    },
    resources: [
      location
        ? { uid: plainText(location.file), name: plainText(formatLocation(location)), type: 'file' }
        : { uid: 'audit', type: 'audit' },
    ],
  };
}

/** Nobody knows what is in what was not read. */
function gapEvent({ kind, title, message, location }: Gap, digest: Digest): object {
  const uid = `not-audited/${kind}`;
  return {
    ...eventBase(digest, 'high'),
    status_id: 1,
    status: 'New',
    message: plainText(`audit incomplete: ${title}: ${message}`),
    finding_info: { uid, title: plainText(title), desc: plainText(message) },
    compliance: {
      control: uid,
      requirements: [],
      standards: ['ecaudit'],
      status_id: 0,
      status: 'Unknown',
    },
    resources: [{ uid: plainText(location?.file ?? 'source'), type: 'file' }],
  };
}
