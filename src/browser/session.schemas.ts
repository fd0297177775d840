import { z } from 'zod';
import { text } from '../cognito/fields';
import { tokens } from '../sign-in/sign-in.schemas';

/** The query of `GET /session/sign-in`. */
export const signInQuery = z.object({
  returnTo: z.string().optional().catch(undefined).meta({
    description:
      'Where to go afterwards, a path of this origin; by default, and for any other value, the account page',
    example: '/orders?page=2',
  }),
  provider: text(0, 32)
    .optional()
    .meta({ description: 'The identity provider to go to at once', example: 'Acme' }),
  hint: text(0, 256).optional().meta({ description: 'Fills in the username', example: 'alice' }),
  lang: text(0, 16).optional().meta({ description: 'The language of the hosted pages', example: 'de' }),
  fresh: z.string().optional().meta({
    description: '`1`: ask for the password even if the browser is signed in there',
    example: '1',
  }),
});
export type SignInQuery = z.output<typeof signInQuery>;

/** A parameter of the hosted pages; what they would not send, such as two of one name, counts as none. */
const parameter = (maximum: number) => z.string().max(maximum).optional().catch(undefined);

/** The query of `GET /session/callback`. Nothing in it is invalid: the sign-in fails for its own reasons. */
export const callbackQuery = z.object({
  code: parameter(4096),
  state: parameter(256),
  error: parameter(32_768),
  error_description: parameter(32_768),
});
export type CallbackQuery = z.output<typeof callbackQuery>;

/** The body of `POST /session/sign-out`. */
export const signOut = z.strictObject({
  everywhere: z
    .boolean()
    .optional()
    .meta({ description: 'End every session of the person, on every device' }),
});
export type SignOut = z.output<typeof signOut>;

const time = z.iso.datetime().meta({ example: '2026-11-26T09:30:00.000Z' });

const signedIn = z
  .object({
    signedIn: z.literal(true),
    sub: z.string().meta({ example: '8f6c2b1e-5d0a-4c3f-9a57-2f1f6f0f7d11' }),
    username: z.string().meta({ example: 'alice' }),
    name: z.string().optional().meta({ example: 'Alice Archer' }),
    email: z.string().optional().meta({ example: 'alice@example.com' }),
    groups: z.array(z.string()).meta({ example: ['support'] }),
    scopes: z.array(z.string()).meta({ example: ['openid', 'aws.cognito.signin.user.admin'] }),
    startedAt: time,
    expiresAt: time.meta({ description: 'When the session ends unless it is used before' }),
    factors: z
      .array(z.string())
      .optional()
      .meta({
        description: 'How the person proved who they are (`amr`), where the tokens say',
        example: ['pwd'],
      }),
  })
  .meta({ id: 'SignedIn' });

const signedOut = z.object({ signedIn: z.literal(false) }).meta({ id: 'SignedOut' });

/** The body of `GET /session`. */
export const sessionState = z.union([signedIn, signedOut]);
export { signedIn };
export type SignedIn = z.output<typeof signedIn>;
export type SessionState = z.output<typeof sessionState>;

/** The body of a sign-in with the form: the session, and in pools that remember devices the new device. */
export const begunSession = signedIn
  .extend({ newDevice: tokens.shape.newDevice })
  .meta({ id: 'BegunSession' });
export type BegunSession = z.output<typeof begunSession>;

const claim = z.object({
  name: z.string().meta({ example: 'cognito:groups' }),
  value: z.unknown().meta({ example: ['support'] }),
  meaning: z.string().meta({ example: 'The groups of the person' }),
});

/** The body of `GET /session/tokens`. */
export const sessionTokens = z.object({ access: z.array(claim), id: z.array(claim).optional() });
export type SessionTokens = z.output<typeof sessionTokens>;

/** The body that `POST /session/sign-out` answers. */
export const signedOutNext = z.object({
  next: z.string().meta({
    description:
      'The next URL for the browser: the hosted pages, which end their own cookie, or the account page',
    example:
      'https://auth.example.com/logout?client_id=1h57kf5cpq17m0eml12EXAMPLE&logout_uri=https%3A%2F%2Fapp.example.com%2Faccount',
  }),
});
export type SignedOutNext = z.output<typeof signedOutNext>;
