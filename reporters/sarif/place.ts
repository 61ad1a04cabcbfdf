import type { Location as SarifLocation, PhysicalLocation, Region } from 'sarif';
import { formatRange, type Location } from '../../src/model/location.js';

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
