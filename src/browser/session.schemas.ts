import { z } from 'zod';
import { text } from '../cognito/fields';
import { tokens } from '../sign-in/sign-in.schemas';

/** The query of `GET /session/sign-in`. */
export const signInQuery = z.object({
  returnTo: z.string().optional().catch(undefined).meta({
    description:
      'The path on this origin to return to after sign-in; the account page by default and for an invalid value',
    example: '/orders?page=2',
  }),
  provider: text(0, 32)
    .optional()
    .meta({ description: 'Skip the hosted page and go to this identity provider', example: 'Acme' }),
  hint: text(0, 256).optional().meta({ description: 'Fills in the username', example: 'alice' }),
  lang: text(0, 16).optional().meta({ description: 'The language of the hosted pages', example: 'de' }),
  fresh: z.string().optional().meta({
    description: '`1`: ask for the password even if the hosted pages already know the browser',
    example: '1',
  }),
});
export type SignInQuery = z.output<typeof signInQuery>;

/** A parameter from the hosted pages. An invalid one, such as a repeated name, is read as absent. */
const parameter = (maximum: number) => z.string().max(maximum).optional().catch(undefined);

/** The query of `GET /session/callback`. It never fails validation: the sign-in fails instead, with its own problem. */
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
    expiresAt: time.meta({ description: 'When the session ends if it is not used again' }),
    factors: z
      .array(z.string())
      .optional()
      .meta({
        description: 'How the person authenticated (`amr`), if the tokens say',
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

/** The response to a sign-in with the form: the session and, in pools that remember devices, a new device. */
export const begunSession = signedIn
  .extend({ newDevice: tokens.shape.newDevice })
  .meta({ id: 'BegunSession' });
export type BegunSession = z.output<typeof begunSession>;

const claim = z.object({
  name: z.string().meta({ example: 'cognito:groups' }),
  value: z.unknown().meta({ example: ['support'] }),
  meaning: z.string().meta({ example: 'The groups that the person is a member of' }),
});

/** The body of `GET /session/tokens`. */
export const sessionTokens = z.object({ access: z.array(claim), id: z.array(claim).optional() });
export type SessionTokens = z.output<typeof sessionTokens>;

/** The response to `POST /session/sign-out`. */
export const signedOutNext = z.object({
  next: z.string().meta({
    description:
      'Where to send the browser: to the hosted pages, which then clear their own cookie, or to the account page',
    example:
      'https://auth.example.com/logout?client_id=1h57kf5cpq17m0eml12EXAMPLE&logout_uri=https%3A%2F%2Fapp.example.com%2Faccount',
  }),
});
export type SignedOutNext = z.output<typeof signedOutNext>;
