import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

/** The JSON Schema of a kind of file, for editors: what the schema says, without what only we can check. */
export function jsonSchemaOf(
  schema: GenericSchema,
  title: string,
  definitions: Readonly<Record<string, GenericSchema>>,
): object {
  const converted = toJsonSchema(schema, {
    definitions,
    ignoreActions: ['raw_check', 'check', 'finite'],
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      // Unknown keys are refused by a check of ours, which the converter cannot see.
      valibotSchema.type === 'loose_object' ? { ...jsonSchema, additionalProperties: false } : null,
  });
  return { $schema: converted.$schema, title, ...converted };
}
