/** How binding a rule is. Only what is `required` can fail a run; of the others `troubleshooting` is `info`, the rest `low` at most. */
export const ruleLevels = ['required', 'recommended', 'optional', 'troubleshooting'] as const;

export type RuleLevel = (typeof ruleLevels)[number];
