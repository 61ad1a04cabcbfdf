import {
  admin,
  adminUser,
  assignments,
  permissionSets,
  token,
  userId,
} from './people-and-tokens.js';
import type { Row } from './soql.js';

/** Two hundred users beside the administrator. */
export const manyUsers = Array.from({ length: 200 }, (_, index) => ({
  id: userId(index + 10),
  username: `u${index}@fake.example`,
}));

/** One minute after the other. */
export function minute(index: number): string {
  return new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().replace('Z', '+0000');
}

/** So many tokens, of apps by their labels and of users in turn. */
export function manyTokens(
  count: number,
  labels: readonly string[],
  created: (index: number) => string = minute,
): readonly Row[] {
  return Array.from({ length: count }, (_, index) =>
    token(labels[index % labels.length] ?? '', manyUsers[index % manyUsers.length]?.id ?? admin, {
      CreatedDate: created(index),
    }),
  );
}

/** What an org has of apps that many use: tokens, log-ins and users. */
export function manyUses(
  labels: readonly string[],
  tokens: number,
): Readonly<Record<string, readonly Row[]>> {
  return {
    OauthToken: manyTokens(tokens, labels),
    LoginHistory: manyUsers.map(({ id }, index) => ({
      Application: labels[index % labels.length] ?? '',
      LoginType: 'Remote Access 2.0',
      LoginSubType: 'OauthWebServer',
      ApiType: 'N/A',
      UserId: id,
      LoginTime: minute(index),
    })),
    PermissionSet: permissionSets,
    PermissionSetAssignment: assignments([adminUser, ...manyUsers]),
  };
}
