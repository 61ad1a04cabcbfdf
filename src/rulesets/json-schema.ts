import { toJsonSchema } from '@valibot/to-json-schema';
import { definitions } from './condition-schema.js';
import { rulesetSchema } from './schema.js';

/** The JSON Schema of ruleset files, for editors and for `rules schema`: what the schema says, without the semantics. */
export function rulesetJsonSchema(): object {
  const schema = toJsonSchema(rulesetSchema, {
    definitions,
    ignoreActions: ['raw_check', 'check', 'finite'],
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      // Unknown keys are refused by a check of ours, which the converter cannot see.
      valibotSchema.type === 'loose_object' ? { ...jsonSchema, additionalProperties: false } : null,
  });
  return { $schema: schema.$schema, title: 'ecaudit ruleset', ...schema };
}
