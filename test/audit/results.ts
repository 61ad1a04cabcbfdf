// Connected Apps and results about them, by their API names.
import type { ReportApp } from '../../src/report/report.js';
import { startOf, type Location } from '../../src/model/location.js';
import type { Result } from '../../src/report/verdict.js';
import { app, result } from '../reporters/report.js';

/** A line of the configuration. */
export function lineOf(line: number): Location {
  return { ...startOf('ecaudit.config.yaml'), startLine: line, endLine: line };
}

export function appNamed(apiName: string, parts: Partial<ReportApp> = {}): ReportApp {
  return app(apiName, { kind: 'connectedApp', source: '.', ...parts });
}

/** A failure, of severity high, unless its parts say otherwise. */
export function failure(rule: string, apiName: string, parts: Partial<Result> = {}): Result {
  return result(rule, `connectedApp:${apiName}`, parts);
}
