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

/** An event for each row of the action plan, and for what was not audited. */
export function* ocsf(digest: Digest): Generator<string> {
  const events = [
    ...digest.gaps.map((gap) => gapEvent(gap, digest)),
    ...digest.plan.map((finding) => findingEvent(finding, digest)),
    ...digest.allWarnings.map(({ kind, title, message, location }) =>
      noteEvent(digest, `ecaudit/${kind}`, title, message, location),
    ),
    ...(digest.terms.milder
      ? [noteEvent(digest, 'ecaudit/terms', 'Terms of the audit', digest.terms.all.join('. '))]
      : []),
    ...digest.byFlags.map((text) =>
      noteEvent(digest, 'ecaudit/left-out', 'Left out by flags of the caller', text),
    ),
  ];
  let before = '[\n';
  for (const event of events) {
    yield before + jsonText(event);
    before = ',\n';
  }
  yield events.length > 0 ? '\n]\n' : '[]\n';
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
