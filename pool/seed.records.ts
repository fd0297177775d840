import { USER_POOL_AWS_DEFAULTS } from 'cognito-local/lib/services/cognitoService';
import {
  attributesFromRecord,
  type Group,
  type User,
  type UserPool,
} from 'cognito-local/lib/services/userPoolService';
import { DEFAULT_CONFIG, type PoolConfig } from './pool.config';
import type { Seed, SeedGroup, SeedUser } from './seed';

/** The seed's users, groups and pool as cognito-local stores them. */
export function userRecord(user: SeedUser): User {
  const now = new Date();
  return {
    Username: user.username,
    Password: user.password,
    Attributes: attributesFromRecord({ ...user.attributes }),
    Enabled: true,
    UserStatus: 'CONFIRMED',
    UserCreateDate: now,
    UserLastModifiedDate: now,
    RefreshTokens: [],
  };
}

export function groupRecord(group: SeedGroup, seed: Seed): Group {
  const now = new Date();
  return {
    GroupName: group.name,
    Description: group.description,
    Precedence: group.precedence,
    CreationDate: now,
    LastModifiedDate: now,
    members: seed.users.filter((user) => user.groups.includes(group.name)).map((user) => user.username),
  };
}

/** A pool with plain usernames and two custom attributes. */
export function poolRecord(id: string, config: PoolConfig = DEFAULT_CONFIG): UserPool {
  return {
    ...USER_POOL_AWS_DEFAULTS,
    Id: id,
    Name: 'Lifeguard demo',
    UsernameAttributes: [],
    AutoVerifiedAttributes: [...config.autoVerified],
    MfaConfiguration: config.mfa,
    UserAttributeUpdateSettings: {
      AttributesRequireVerificationBeforeUpdate: [...config.verifyBeforeUpdate],
    },
    SchemaAttributes: [
      ...(USER_POOL_AWS_DEFAULTS.SchemaAttributes ?? []),
      ...['custom:department', 'custom:tenant'].map((name) => ({
        Name: name,
        AttributeDataType: 'String',
        DeveloperOnlyAttribute: false,
        Mutable: true,
        Required: false,
        StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
      })),
    ],
  };
}
