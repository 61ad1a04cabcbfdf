// The settings of each group with their documented defaults, for the page on rulesets.
import { groupNames, membersOf } from '../../src/settings/groups.js';
import { tableOf } from './markdown.js';

export function groupsTable(): string {
  const rows = groupNames.flatMap((group) =>
    membersOf(group).map(([name, { externalClientApp, connectedApp }]) => [
      group,
      `\`${name}\``,
      shown(externalClientApp),
      shown(connectedApp),
    ]),
  );
  return tableOf(['Group', 'Setting', 'Default, External Client App', 'Connected App'], rows);
}

function shown(value: boolean | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value ? 'on' : 'off';
}
