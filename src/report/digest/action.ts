// What to do about a finding: in Setup, and in the files.
import { plainProse } from '../text/plain-text.js';
import type { Result } from '../verdict.js';
import type { RuleTexts } from './rule-texts.js';

/** Each part is empty where nobody says it. */
export interface Action {
  /** What to choose in Setup. */
  readonly setup: string;
  /** The element of the metadata files, and its value. */
  readonly files: string;
}

/** What the finding says, for its kind of app; else what its rule says. */
export function actionOf(result: Result, { fix = '' }: RuleTexts): Action {
  if (result.fix) {
    return { setup: plainProse(result.fix.setup), files: plainProse(result.fix.files ?? '') };
  }
  const [setup = '', ...files] = fix.split(/(?:^|\s+)In files: /);
  return { setup: plainProse(setup), files: plainProse(files.join(' ')) };
}

/** Both parts as one text; empty where there is neither. */
export function actionText({ setup, files }: Action): string {
  return [setup, files && `In files: ${files}`].filter(Boolean).join(' ');
}

/** The first sentence of what to do: what a line has room for. */
export function shortAction({ setup, files }: Action): string {
  const text = setup || (files && `In files: ${files}`);
  const [first = text] = /^.*?[.!?](?=\s+\p{Lu}|$)/su.exec(text) ?? [];
  return first;
}
