import { z } from 'zod';
import { text } from '../../cognito/fields';
import { pageOf, pageRequest } from '../../cognito/page.schema';

const ID = 'xSjCqsGkEsQXAhBBGBMPIA';
const MAX_PASSKEYS = 20;

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn Level 3, as returned by Cognito. */
export const creationOptions = z.record(z.string(), z.unknown()).meta({
  id: 'PasskeyCreationOptions',
  description:
    'For `PublicKeyCredential.parseCreationOptionsFromJSON`, and then `navigator.credentials.create`',
  example: { challenge: ID, rp: { id: 'example.com', name: 'Example' } },
});

/** The body of `POST /me/passkeys`: `RegistrationResponseJSON` of WebAuthn Level 3. */
export const newPasskey = z.strictObject({
  credential: z
    .looseObject({
      id: text(1, 2048),
      rawId: text(1, 2048),
      type: z.literal('public-key'),
      response: z.looseObject({ clientDataJSON: text(1, 65_536), attestationObject: text(1, 262_144) }),
    })
    .meta({
      description: 'Result of `toJSON()` of the created credential',
      example: {
        id: ID,
        rawId: ID,
        type: 'public-key',
        response: {
          clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0',
          attestationObject: 'o2NmbXRkbm9uZQ',
        },
        clientExtensionResults: {},
      },
    }),
});
export type NewPasskey = z.output<typeof newPasskey>;

/** A passkey of the caller. */
export const passkey = z
  .object({
    id: z.string().meta({ example: ID }),
    name: z.string().meta({ example: 'Passkey of a phone' }),
    relyingParty: z.string().meta({ example: 'example.com' }),
    attachment: z.string().optional().meta({ example: 'platform' }),
    transports: z.array(z.string()).meta({ example: ['internal'] }),
    createdAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-01T09:30:00.000Z' }),
  })
  .meta({ id: 'Passkey' });
export const passkeyPage = pageOf(passkey, 'PasskeyPage');

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnCredentialDescription.html */
export const cognitoPasskey = z
  .object({
    CredentialId: z.string(),
    FriendlyCredentialName: z.string(),
    RelyingPartyId: z.string(),
    AuthenticatorAttachment: z.string().nullish(),
    AuthenticatorTransports: z.array(z.string()).optional(),
    CreatedAt: z.date(),
  })
  .transform((answer) => ({
    id: answer.CredentialId,
    name: answer.FriendlyCredentialName,
    relyingParty: answer.RelyingPartyId,
    ...(answer.AuthenticatorAttachment && { attachment: answer.AuthenticatorAttachment }),
    transports: answer.AuthenticatorTransports ?? [],
    createdAt: answer.CreatedAt.toISOString(),
  }))
  .pipe(passkey);
export type Passkey = z.output<typeof passkey>;

/** The query of `GET /me/passkeys`. */
export const passkeyQuery = pageRequest.extend({
  limit: z
    .string('must be given once')
    .regex(/^(?:[1-9]|1\d|20)$/, `must be a whole number from 1 to ${MAX_PASSKEYS}`)
    .transform(Number)
    .default(MAX_PASSKEYS)
    .meta({
      description: `Maximum number of items (default ${MAX_PASSKEYS})`,
      type: 'integer',
      minimum: 1,
      maximum: MAX_PASSKEYS,
      pattern: undefined,
      example: 20,
    }),
});
export type PasskeyQuery = z.output<typeof passkeyQuery>;

export const passkeyPath = z.object({
  id: text(1, 1024).meta({ description: '`id` of the passkey', example: ID }),
});
export type PasskeyPath = z.output<typeof passkeyPath>;
