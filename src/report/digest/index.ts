// The door of the digest: what reporters import.
export type { AppKind } from '../../model/app.js';
export type { Holder } from '../../model/app.js';
export { daysAfter } from '../../model/deadline.js';
export type { OrgIdentity } from '../../model/org.js';
export { labelOf, settingNames, type Setting } from '../../settings/settings.js';
export { acceptedCount, acceptedText, type ExcusedDemand } from './accepted.js';
export { actionText, shortAction } from './rule-texts.js';
export { hasFindings, severityCountsOf, type AppChecks, type AppDigest } from './groups.js';
export { byFile, namesWithCounts, findingsByRule, type RuleDigest } from './groups.js';
export { sourceName, type SourceHeader } from './header.js';
export { digestOf, type Digest, type Reporter } from './digest.js';
export { deadlineUse, type DeadlineDigest } from './deadlines.js';
export {
  evidenceText,
  foundText,
  settingNameText,
  ownMessage,
  placeText,
  settingLabel,
  settingValueText,
} from './finding-texts.js';
export { isAboutOrg, sharedParts, withoutRepeats, type Finding } from './findings.js';
export { decidingText } from './undecided.js';
export { groupingOf, type Grouping } from './groups.js';
export { problemTitles } from './problems.js';
export { problemsByKind, withPlace, type Gap, type TitledProblem } from './problems.js';
export {
  wholeFixText,
  ruleTitle,
  rulesetOf,
  sourceDates,
  sourceFacts,
  webAddress,
  webPages,
  type Rule,
  type RuleTexts,
  type Ruleset,
} from './rule-texts.js';
export { isChange } from './header.js';
export { filesHoldNoUsers, isOfFiles, noUsersText, usersOf } from './finding-texts.js';
export { missingOf, reasonsOf, unknownReasons } from './undecided.js';
