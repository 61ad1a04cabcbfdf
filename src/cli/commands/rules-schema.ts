import { didYouMean } from '../../model/words.js';
import baseline from '../../../schemas/baseline.schema.json' with { type: 'json' };
import config from '../../../schemas/config.schema.json' with { type: 'json' };
import report from '../../../schemas/report.schema.json' with { type: 'json' };
import ruleset from '../../../schemas/ruleset.schema.json' with { type: 'json' };
import { UserError } from '../../model/user-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { schemaNames, type SchemaName } from '../rules/schema-names.js';

const printedSchemas: Readonly<Record<SchemaName, object>> = { ruleset, config, report, baseline };

/** Prints one of the published JSON Schemas. */
export function printSchema(name: string, io: Io): number {
  const known = schemaNames.find((one) => one === name);
  if (known === undefined) {
    throw new UserError(
      `there is no schema "${name}"${didYouMean(name, schemaNames)}`,
      `schemas: ${schemaNames.join(', ')}`,
    );
  }
  io.stdout.write(`${JSON.stringify(printedSchemas[known], null, 2)}\n`);
  return exitCodes.clean.code;
}
