import { idOf } from './components.js';
import type { Row } from './soql.js';

/** The user who is logged in: an administrator. */
export const admin = '005000000000001AAA';
const adminProfile = '0PS000000000001AAA';
const userProfile = '0PS000000000002AAA';

export function userId(serial: number): string {
  return `005${String(serial).padStart(12, '0')}AAA`;
}

interface User {
  readonly id: string;
  readonly username: string;
  readonly active?: boolean;
  /** Permission sets besides that of the profile. */
  readonly sets?: readonly string[];
  readonly administrator?: boolean;
}

export const permissionSets: readonly Row[] = [
  {
    Id: adminProfile,
    Name: 'X00ex1',
    IsOwnedByProfile: true,
    Profile: { Name: 'System Administrator' },
    PermissionsModifyAllData: true,
    PermissionsCustomizeApplication: true,
    PermissionsManageUsers: true,
    PermissionsManageRemoteAccess: true,
  },
  {
    Id: '0PS000000000009AAA',
    Name: 'Integration_Only',
    IsOwnedByProfile: false,
    Profile: null,
    PermissionsApiUserOnly: true,
  },
  {
    Id: '0PS000000000008AAA',
    Name: 'Any_Client',
    IsOwnedByProfile: false,
    Profile: null,
    PermissionsUseAnyApiClient: true,
    PermissionsCanApproveUninstalledApps: true,
  },
];

/** What PermissionSetAssignment says of users. */
export function assignments(users: readonly User[]): readonly Row[] {
  return users.flatMap(({ id, username, active = true, sets = [], administrator = false }) =>
    [administrator ? adminProfile : userProfile, ...sets].map((set, index) => ({
      AssigneeId: id,
      Assignee: { Username: username, IsActive: active },
      PermissionSetId: set,
      PermissionSet: {
        IsOwnedByProfile: index === 0,
        PermissionsCustomizeApplication: set === adminProfile,
        PermissionsManageUsers: set === adminProfile,
      },
    })),
  );
}

/** A token; dates are of 2026 unless they say otherwise. */
export function token(appName: string, user: string, more: Row = {}): Row {
  return {
    AppName: appName,
    AppMenuItemId: null,
    UserId: user,
    LastUsedDate: '2026-11-20T10:00:00.000+0000',
    UseCount: 3,
    CreatedDate: '2026-06-01T10:00:00.000+0000',
    // What must never be asked for, so that a test would see it.
    AccessToken: 'leaked-access-token',
    DeleteToken: 'leaked-delete-token',
    ...more,
  };
}

/** The administrator who is logged in, with a token of somebody else, so that all tokens are seen to be visible. */
export const adminUser: User = { id: admin, username: 'admin@fake.example', administrator: true };

export function menuItem(
  serial: number,
  application: string,
  name: string,
  label: string,
  more: Row = {},
): Row {
  return {
    Id: idOf('AppMenuItem', serial),
    ApplicationId: application,
    Type: 'ConnectedApplication',
    Name: name,
    Label: label,
    NamespacePrefix: null,
    ...more,
  };
}
