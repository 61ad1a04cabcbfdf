import { Option } from 'commander';
import { UserError } from '../model/user-error.js';
import type { OptionDefinition } from './options.js';

/** A flag as commander wants it. */
export function optionOf(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.about);
  if (definition.choices) option.choices(definition.choices);
  if (definition.repeatable) option.argParser(append);
  if (definition.default !== undefined) option.default(definition.default);
  return option;
}

function append(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value === '') throw new UserError('a flag has an empty value', 'leave the flag out instead');
  return [...(previous ?? []), value];
}
