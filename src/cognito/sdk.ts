import type * as Sdk from '@aws-sdk/client-cognito-identity-provider';

/** The AWS SDK's client of Cognito, loaded with the first call: most of a quick start would be spent on it. */
export const sdk = new Proxy({} as typeof Sdk, {
  get: (_, name) =>
    (require('@aws-sdk/client-cognito-identity-provider') as Record<PropertyKey, unknown>)[name],
});
