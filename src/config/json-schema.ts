import { jsonSchemaOf } from '../documents/json-schema.js';
import { configSchema, definitions } from './schema.js';

/** The JSON Schema of configuration files. */
export function configJsonSchema(): object {
  return jsonSchemaOf(configSchema, 'ecaudit configuration', definitions);
}
