import type { Location as SarifLocation, PhysicalLocation, Region } from 'sarif';
import type { Location } from '../../src/model/location.js';

/**
 * What every path is relative to. The log says nowhere where that is: GitHub takes the root of the repository, and the
 * validator wants it named as soon as a log names its repository.
 */
export const sourceRoot = '%SRCROOT%';

/** A place in a file, as SARIF's location. */
export function place(location: Location): SarifLocation {
  return { physicalLocation: physicalPlace(location) };
}

/** The file as a relative address, and the exact range in it. */
export function physicalPlace(location: Location): PhysicalLocation {
  const artifactLocation = { uri: relativeUri(location.file), uriBaseId: sourceRoot };
  return { artifactLocation, region: region(location) };
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
