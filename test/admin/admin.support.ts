import type { Principal } from 'lifeguard-auth';

/** A caller; by default an admin whose `sub` is `root-sub`. */
export const principal = (some: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  sub: 'root-sub',
  username: 'root',
  clientId: 'client1',
  groups: ['admin'],
  scopes: [],
  claims: { origin_jti: 'session-of-root' },
  ...some,
});

const SECONDS = 1_772_357_400;

/** A user in the shape of AWS JSON 1.1, under the name that the action uses for its attributes. */
export const wireUser = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  list: 'Attributes' | 'UserAttributes' = 'Attributes',
) => ({
  Username: name,
  [list]: Object.entries({ sub: `${name}-sub`, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
  UserStatus: 'CONFIRMED',
  Enabled: true,
  UserCreateDate: SECONDS,
  UserLastModifiedDate: SECONDS + 60,
});

export const wireGroup = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  GroupName: name,
  CreationDate: SECONDS,
  LastModifiedDate: SECONDS + 60,
  ...more,
});

export const CREATED_AT = '2026-03-01T09:30:00.000Z';
export const UPDATED_AT = '2026-03-01T09:31:00.000Z';
