import { jsonSchemaOf } from '../documents/json-schema.js';
import { definitionsOfConditions } from './condition-schema.js';
import { rulesetSchema } from './schema.js';

/** The JSON Schema of ruleset files, for editors and for `rules schema`. */
export function rulesetJsonSchema(): object {
  return jsonSchemaOf(rulesetSchema, 'ecaudit ruleset', definitionsOfConditions);
}
