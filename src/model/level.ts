/** How binding a rule is. Only what is `required` can fail a run; of the others `troubleshooting` is `info`, the rest `low` at most. */
export const levels = ['required', 'recommended', 'optional', 'troubleshooting'] as const;

export type Level = (typeof levels)[number];
