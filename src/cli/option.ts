import { didYouMean } from '../model/words.js';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../model/user-error.js';
import type { OptionDefinition } from './options.js';

/** What a shell offers for the value of a flag; others are taken as well. A name stands for a list of the shipped rules. */
export type Suggested = readonly string[] | 'rules' | 'rulesets';

const suggestions = new WeakMap<Option, Suggested>();

export function suggestedBy(option: Option): Suggested | undefined {
  return suggestions.get(option);
}

/** A flag as commander wants it. */
export function optionOf(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.about);
  if (definition.choices) {
    option.choices(definition.choices);
    option.argParser(choiceParser(definition.choices));
  }
  if (definition.suggests) suggestions.set(option, definition.suggests);
  if (definition.repeatable) option.argParser(append);
  if (definition.default !== undefined) option.default(definition.default);
  return option;
}

/** Gives a command these flags, in this order. */
export function addOptions(command: Command, ...definitions: readonly OptionDefinition[]): Command {
  for (const definition of definitions) command.addOption(optionOf(definition));
  return command;
}

/** A word that has to be one of some; commander itself says which there are, and not which was meant. */
function choiceParser(choices: readonly string[]): (value: string) => string {
  return (value) => {
    if (choices.includes(value)) return value;
    const meant = didYouMean(value, choices).replace(/^; d/u, ' D');
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${meant}`);
  };
}

function append(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value === '') throw new UserError('a flag has an empty value', 'leave the flag out instead');
  return [...(previous ?? []), value];
}
