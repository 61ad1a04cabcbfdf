import { evaluate, type FactLookup } from '../conditions/evaluate.js';
import { captured, loadPatterns } from '../conditions/patterns.js';
import type { Capture, Detection, Parameter, Ruleset } from '../model/ruleset.js';

/** The values that an app shows for a parameter, in the order of `detect`: all of them for a list, else the first. */
export function detectedIn(
  { detect, list, values }: Parameter,
  facts: FactLookup,
): readonly string[] {
  const found = new Set<string>();
  for (const detection of detect) {
    for (const value of foundBy(detection, facts)) {
      if (values?.includes(value) ?? true) found.add(value);
      if (found.size > 0 && !list) return [...found];
    }
  }
  return [...found];
}

function foundBy(detection: Detection, facts: FactLookup): readonly string[] {
  if ('from' in detection) return capturedIn(detection, facts);
  return evaluate(detection.when, facts).truth === true ? [detection.value] : [];
}

function capturedIn({ from, pattern }: Capture, facts: FactLookup): readonly string[] {
  const setting = facts(from);
  if (setting.state === 'unknown') return [];
  const texts = typeof setting.value === 'object' ? setting.value : [String(setting.value)];
  return texts.flatMap((text) => captured(text, pattern) || []);
}

/** Loads what the detections of a ruleset need before parameters are looked for; most need nothing. */
export async function loadDetection(ruleset: Ruleset): Promise<void> {
  if (captures(ruleset)) await loadPatterns();
}

/** Whether parameters of a ruleset are captured by patterns. */
export function captures({ parameters }: Ruleset): boolean {
  const detections = Object.values(parameters).flatMap(({ detect }) => detect);
  return detections.some((detection) => 'from' in detection);
}
