import { z } from 'zod';

const JWT = 'eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';
const IDENTITY = 'eu-west-1:11111111-2222-3333-4444-555555555555';

/** The body of `POST /me/aws-credentials`. */
export const credentialsRequest = z.strictObject({
  idToken: z.string().min(1).max(20_000).meta({
    description: 'The ID token of the same sign-in as the access token',
    example: JWT,
  }),
  roleArn: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'must be the ARN of an IAM role')
    .optional()
    .meta({
      description: 'One of `cognito:roles` in the ID token; by default the identity pool chooses',
      example: 'arn:aws:iam::123456789012:role/reports',
    }),
});
export type CredentialsRequest = z.output<typeof credentialsRequest>;

/** The body of `POST /auth/aws-credentials/guest`. */
export const guestRequest = z
  .strictObject({
    identityId: z
      .string()
      .regex(/^[\w-]{1,32}:[0-9a-f-]{1,36}$/, 'must be `<region>:<uuid>`')
      .optional()
      .meta({
        description: 'The identity of an earlier response, to remain the same guest',
        example: IDENTITY,
      }),
  })
  .optional();
export type GuestRequest = z.output<typeof guestRequest>;

/** Temporary credentials. They cannot be revoked: they end at `expiresAt`. */
export const awsCredentials = z
  .object({
    identityId: z.string().meta({ example: IDENTITY }),
    accessKeyId: z.string().meta({ example: 'ASIAEXAMPLE' }),
    secretAccessKey: z.string().meta({ example: 'secret' }),
    sessionToken: z.string().meta({ example: 'token' }),
    expiresAt: z.iso.datetime().meta({ example: '2027-01-01T12:00:00.000Z' }),
  })
  .meta({ id: 'AwsCredentials' });
export type AwsCredentials = z.output<typeof awsCredentials>;
