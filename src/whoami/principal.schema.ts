import { z } from 'zod';

/** The caller in the response of `GET /whoami`. */
export const principalSchema = z
  .object({
    kind: z.enum(['user', 'client']).describe('A person, or a machine with client credentials'),
    sub: z.string().describe("The user's immutable id; a machine's client id"),
    username: z.string().optional().describe("A person's only"),
    clientId: z.string().describe('The app client that the token was issued to'),
    groups: z.array(z.string()),
    scopes: z.array(z.string()),
    claims: z.record(z.string(), z.unknown()).describe('Every claim of the token'),
  })
  .meta({
    id: 'Principal',
    example: {
      kind: 'user',
      sub: '8f6c2b1e-5d0a-4c3f-9a57-2f1f6f0f7d11',
      username: 'alice',
      clientId: '1h57kf5cpq17m0eml12EXAMPLE',
      groups: ['support'],
      scopes: ['aws.cognito.signin.user.admin'],
      claims: { token_use: 'access', jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' },
    },
  });
