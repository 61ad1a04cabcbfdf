import type { Location as SarifLocation, PropertyBag, Result as SarifResult } from 'sarif';
import {
  compareLocations,
  formatLocation,
  startOf,
  type Location,
} from '../../src/model/location.js';
import type { Report } from '../../src/report/report.js';
import { statusOf, type Evidence, type Result } from '../../src/report/verdict.js';
import {
  acceptedText,
  foundText,
  settingLabel,
  type AppKind,
} from '../../src/report/digest/index.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { levelOf, link, message, physicalPlace, sarifPlace, type Snippets } from './parts.js';
import type { RuleTable } from './rules.js';

/** GitHub shows no more locations of one result. */
const maxRelated = 100;

/** What a result needs of its report. */
export interface Context {
  readonly rules: RuleTable;
  readonly kinds: ReadonlyMap<string, AppKind>;
  readonly lineHashes: Report['lineHashes'];
  readonly snippets: Snippets;
  readonly fixes?: Report['fixes'];
}

/** One result: verdict, message, place, and what a consumer needs to know it again in the next run. */
export function describeResult(result: Result, context: Context): SarifResult {
  const { rules, lineHashes } = context;
  const related = relatedPlaces(result, context.kinds.get(result.app));
  return {
    ruleId: result.rule,
    ruleIndex: rules.index.get(result.rule) ?? -1,
    kind: result.verdict,
    level: levelOf(result),
    message: message(plainText(result.message), linksTo(related)),
    locations: [sarifPlace(result.location, context.snippets)],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, at) => relatedLocation(one, at, context.snippets)),
    }),
    partialFingerprints: fingerprints(result, lineHashes),
    ...fixesFor(result, context),
    ...sarifSuppressions(result),
    ...(result.baselined && { baselineState: 'unchanged' as const }),
    properties: properties(result),
  };
}

interface RelatedPlace {
  readonly label: string;
  readonly found: string;
  readonly location: Location;
}

/** Where the evidence stands that stands elsewhere than the result itself, each place once. */
function relatedPlaces({ location, evidence }: Result, kind?: AppKind): readonly RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  for (const item of evidence) {
    if (!item.location || compareLocations(item.location, location) === 0) continue;
    const key = formatLocation(item.location);
    const label = settingLabel(item, kind);
    if (!places.has(key))
      places.set(key, { label, found: foundText(item), location: item.location });
  }
  return [...places.values()].slice(0, maxRelated);
}

function relatedLocation(
  { label, found, location }: RelatedPlace,
  at: number,
  snippets: Snippets,
): SarifLocation {
  const physicalLocation = physicalPlace(location, snippets);
  return { id: at + 1, physicalLocation, message: message(`${label}: ${clip(found, 200)}`) };
}

/** What `ecaudit fix` does unasked: the same replacements, file by file. */
function fixesFor({ rule, app }: Result, { fixes }: Context): Pick<SarifResult, 'fixes'> {
  const files = fixes?.get(`${rule} ${app}`);
  if (!files) return {};
  const artifactChanges = files.map(({ file, replacements }) => ({
    artifactLocation: physicalPlace(startOf(file)).artifactLocation ?? {},
    replacements: replacements.map(({ location, text }) => ({
      deletedRegion: physicalPlace(location).region ?? {},
      insertedContent: { text },
    })),
  }));
  return { fixes: [{ description: { text: 'What ecaudit fix does' }, artifactChanges }] };
}

/** GitHub shows only those related locations that the message links to. */
function linksTo(related: readonly RelatedPlace[]): string {
  if (related.length === 0) return '';
  return ` See also: ${related.map(({ label }, at) => link(label, at + 1)).join(', ')}.`;
}

/** GitHub knows an alert again by the hash of its line; everybody else can by rule, app and setting. */
function fingerprints(result: Result, lineHashes: Context['lineHashes']): Record<string, string> {
  const { file, startLine } = result.location;
  const lineHash = lineHashes.get(`${file}:${startLine}`);
  return {
    ...(lineHash !== undefined && { primaryLocationLineHash: lineHash }),
    'ecaudit/v1': result.fingerprint,
  };
}

/** Excused findings are suppressed, too: the guide of the vendor is the justification. */
function sarifSuppressions(result: Result): Pick<SarifResult, 'suppressions'> {
  const status = statusOf(result);
  if (status === 'active' || status === 'baselined') return {};
  const justification = plainText(acceptedText(result) ?? '');
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

function properties(result: Result): PropertyBag {
  const { severity, app, excusedBy, originalSeverity } = result;
  return {
    severity,
    app,
    evidence: result.evidence.map(evidenceFacts),
    ...(excusedBy && { excusedBy }),
    ...(originalSeverity && { originalSeverity }),
    ...(result.suppressed && { suppressed: result.suppressed }),
  };
}

function evidenceFacts(evidence: Evidence): object {
  const { setting, found, items, missing, expected, operator, value, placeholder } = evidence;
  return { setting, found, items, missing, expected, operator, value, placeholder };
}
