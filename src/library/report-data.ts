import { json } from '../../reporters/json.js';
import { digestOf } from '../report/digest/index.js';
import type { Report as FullReport } from '../report/report.js';
import type { Report } from './report.js';

/** A report as `-f json` writes it, which its schema is tested to describe. */
export async function dataOf(full: FullReport): Promise<Report> {
  return JSON.parse([...json(digestOf(full))].join('')) as Report;
}
