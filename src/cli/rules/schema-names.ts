/** The published JSON Schemas. */
export const schemaNames = ['ruleset', 'config', 'report', 'baseline'] as const;

export type SchemaName = (typeof schemaNames)[number];
