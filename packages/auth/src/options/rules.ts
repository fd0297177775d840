import { regionOf } from './issuers.ts';

/** A rule for one option: a check and its message. */
export interface Rule {
  readonly message: string;
  readonly holds: (value: unknown) => boolean;
}

const isHttpUrl = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && /^https?:/.test(new URL(value).protocol);

const isListOf = (value: unknown, isRight: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isRight);

const isNumber = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && value >= from && value <= to;

const placement: Rule = {
  message: 'must be `global` or `manual`',
  holds: (value) => value === 'global' || value === 'manual',
};

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** For the options of one pool. */
export const POOL_RULES: Readonly<Record<string, Rule>> = {
  userPoolId: {
    message: 'must be the id of a user pool, such as `eu-west-1_AbCdEf123`',
    holds: (value) => typeof value === 'string' && value.length <= 55 && regionOf(value) !== undefined,
  },
  clientIds: {
    message: 'must be a list of at least one app client id',
    holds: (value) =>
      isListOf(value, (item) => typeof item === 'string' && /^[\x21-\x7e]{1,128}$/.test(item)) &&
      (value as unknown[]).length > 0,
  },
  issuer: { message: 'must be an http or https URL', holds: isHttpUrl },
  issuerType: {
    message: 'must be `original`, `updated` or `both`',
    holds: (value) => value === 'original' || value === 'updated' || value === 'both',
  },
  replicaRegions: {
    message: 'must be a list of AWS Regions',
    holds: (value) => isListOf(value, (item) => typeof item === 'string' && /^[a-z0-9-]+$/.test(item)),
  },
  jwksUri: { message: 'must be an http or https URL', holds: isHttpUrl },
};

/** For the options of the module. */
export const COMMON_RULES: Readonly<Record<string, Rule>> = {
  clockTolerance: {
    message: 'must be a number of seconds from 0 to 300',
    holds: (value) => isNumber(value, 0, 300),
  },
  jwksTimeout: {
    message: 'must be a number of milliseconds from 1 to 60000',
    holds: (value) => isNumber(value, 1, 60_000),
  },
  realm: {
    message: 'must be printable ASCII without quotes and backslashes',
    holds: (value) => typeof value === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(value),
  },
  policies: { message: 'must be an object of policies by name', holds: isRecord },
  revocations: {
    message: 'must be a function such as `redisRevocations({ url })` returns',
    holds: (value) => typeof value === 'function',
  },
  guard: placement,
  acceptEmulatorKeys: {
    message: 'must be true or false',
    holds: (value) => typeof value === 'boolean',
  },
};
