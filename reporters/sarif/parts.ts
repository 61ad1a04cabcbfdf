import type {
  Location as SarifLocation,
  PhysicalLocation,
  Region,
  Message,
  MultiformatMessageString,
  ReportingConfiguration,
  Result as SarifResult,
} from 'sarif';
import { formatRange, type Location } from '../../src/model/location.js';
import { clip } from '../../src/report/text/plain-text.js';
import type { Severity } from '../../src/report/severity.js';
import type { Result } from '../../src/report/verdict.js';

/**
 * What every path is relative to. The log says nowhere where that is: GitHub takes the root of the repository, and the
 * validator wants it named as soon as a log names its repository.
 */
export const sourceRoot = '%SRCROOT%';

/** The root of the repository, where that is not what paths are relative to. */
export const repositoryRoot = 'REPOROOT';

/** A place in a file, as SARIF's location. */
export function sarifPlace(location: Location, snippets?: Snippets): SarifLocation {
  return { physicalLocation: physicalPlace(location, snippets) };
}

/** The texts of ranges, by `formatRange`. */
export type Snippets = ReadonlyMap<string, string> | undefined;

/** The file as a relative address, and the exact range in it with its text. */
export function physicalPlace(location: Location, snippets?: Snippets): PhysicalLocation {
  const artifactLocation = { uri: relativeUri(location.file), uriBaseId: sourceRoot };
  const text = snippets?.get(formatRange(location));
  const snippet = text === undefined ? {} : { snippet: { text } };
  return { artifactLocation, region: { ...region(location), ...snippet } };
}

/**
 * A path with `/` as a relative URI. Each segment is encoded by itself, so that `#`, `%`, spaces and a colon in the
 * first one mean nothing; a path that is not relative is made so, because no viewer could resolve it.
 */
export function relativeUri(file: string): string {
  const path = file.replaceAll(/\p{Cs}/gu, '\ufffd').replace(/^(\.?\/)+/, '');
  return path.split('/').map(encodeURIComponent).join('/');
}

function region({ startLine, startColumn, endLine, endColumn }: Location): Region {
  return { startLine, startColumn, endLine, endColumn };
}

/** GitHub's limit for the descriptions of a rule. */
const maxRuleDescription = 1024;

/** A message that says just what the text says: braces and brackets of an app's label mean nothing in it. */
export function message(text: string, links = ''): Message {
  const stop = links === '' || /[.!?]$/.test(text) ? '' : '.';
  return { text: literal(text) + stop + links };
}

/** A link to a related location of the same result, by its id. */
export function link(text: string, id: number): string {
  return `[${literal(text).replaceAll(/(?<!\\)[[\]]/g, String.raw`\$&`)}](${id})`;
}

/** A description, cut to what GitHub takes. */
export function description(text: string): MultiformatMessageString {
  return { text: clip(text, maxRuleDescription) };
}

/** SARIF 3.11.5: braces are doubled, `{0}` being a placeholder. 3.11.6: `[text](target)` is a link unless escaped. */
function literal(text: string): string {
  const braces = text.replaceAll(/[{}]/g, '$&$&');
  return braces.includes('](') ? braces.replaceAll(/[[\]\\]/g, String.raw`\$&`) : braces;
}

type SarifLevel = NonNullable<ReportingConfiguration['level']>;

interface SarifSeverity {
  readonly level: SarifLevel;
  /** GitHub: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low; 0 is refused, so info is a faint low. */
  readonly score: string;
  readonly problem: 'error' | 'warning' | 'recommendation';
}

/** Each severity in the words of SARIF and of GitHub. */
export const sarifSeverities = {
  critical: { level: 'error', score: '9.5', problem: 'error' },
  high: { level: 'error', score: '8.0', problem: 'error' },
  medium: { level: 'warning', score: '5.5', problem: 'warning' },
  low: { level: 'note', score: '2.5', problem: 'recommendation' },
  info: { level: 'note', score: '0.5', problem: 'recommendation' },
} as const satisfies Readonly<Record<Severity, SarifSeverity>>;

/** SARIF 3.27.10: a result that is no failure has the level none. */
export function levelOf({ verdict, severity }: Result): NonNullable<SarifResult['level']> {
  return verdict === 'fail' ? sarifSeverities[severity].level : 'none';
}
