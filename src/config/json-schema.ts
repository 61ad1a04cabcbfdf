import { jsonSchemaOf } from '../documents/json-schema.js';
import { configSchema, configDefinitions } from './schema.js';

/** The JSON Schema of configuration files. */
export function configJsonSchema(): object {
  return jsonSchemaOf(configSchema, 'ecaudit configuration', configDefinitions);
}
