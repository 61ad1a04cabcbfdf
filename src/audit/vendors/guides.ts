import { problem, type Problem } from '../../report/problem.js';
import type { ReportApp } from '../../report/report.js';
import type { Ruleset } from '../../model/ruleset.js';
import { vendorOf } from '../../config/apps.js';
import { nearestVendors } from '../../rulesets/nearest-vendors.js';
import { newest } from '../../rulesets/sources.js';
import type { AuditRequest } from '../request.js';

/**
 * Says of the apps that no guide is about which ones they are nearest to, in a run that looks for vendors. Apps that the
 * config says are no vendor's stay as they are.
 */
export function withNearest(
  apps: readonly ReportApp[],
  { rulesets, config }: AuditRequest,
): readonly ReportApp[] {
  const looked = rulesets.filter(({ ruleset, explicit, onlyAssigned }) => {
    return ruleset.kind === 'vendor' && !explicit && !onlyAssigned;
  });
  if (looked.length === 0) return apps;
  const nearest = nearestVendors(looked.map(({ ruleset }) => ruleset));
  return apps.map((app) => {
    if (app.vendors.length > 0 || (config && vendorOf(app, config))) return app;
    const { callbackHosts, callbackUrls } = app.settings;
    const hosts = callbackHosts.state === 'known' ? callbackHosts.value : [];
    const urls = callbackUrls.state === 'known' ? callbackUrls.value : [];
    return { ...app, nearestVendors: nearest({ names: [app.apiName, app.label], hosts, urls }) };
  });
}

/** A note for every guide that evaluated an app and was read more than a year ago. */
export function oldGuides(rulesets: Iterable<Ruleset>, now: Date): readonly Problem[] {
  const yearAgo = new Date(now);
  yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1);
  const oldest = yearAgo.toISOString().slice(0, 10);
  return [...rulesets].flatMap(({ id, title, kind, sources }) => {
    const read = kind === 'vendor' ? newest(sources, 'read') : undefined;
    if (read === undefined || read >= oldest) return [];
    const message = `${title} (${id}) was last read on ${read}, more than a year ago: the guide may demand something else by now`;
    return [problem('old-guide', message)];
  });
}
