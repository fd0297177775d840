import { z } from 'zod';
import { text, username } from '../cognito/fields';
import { totpEnrolment } from '../self-service/totp-enrolment';
import { session } from './challenge.schemas';

const NEXT = 'AYABeExample-session-of-the-next-step';

/** The body of `POST /auth/mfa/totp`. */
export const totpSetup = z.strictObject({
  session: session.meta({ description: 'The session of the challenge MFA_SETUP' }),
  username: username.meta({ description: 'Shown in the authenticator app', example: 'alice' }),
});
export type TotpSetup = z.output<typeof totpSetup>;

/** The response to `POST /auth/mfa/totp`. */
export const totpSetupAnswer = totpEnrolment.extend({
  session: z.string().meta({ description: 'Send it to `/auth/mfa/totp/verify`', example: NEXT }),
});
export type TotpSetupAnswer = z.output<typeof totpSetupAnswer>;

/** The body of `POST /auth/mfa/totp/verify`. */
export const totpProof = z.strictObject({
  session: session.meta({ description: 'The session of `/auth/mfa/totp`' }),
  code: z
    .string('must be text')
    .regex(/^\d{6}$/, 'must be six digits')
    .meta({ description: 'The code shown by the authenticator app', example: '123456' }),
  deviceName: text(1, 256).optional().meta({ example: 'My phone' }),
});
export type TotpProof = z.output<typeof totpProof>;

/** The response to `POST /auth/mfa/totp/verify`. */
export const provenSession = z.object({
  session: z.string().meta({
    description: 'Send it to `POST /auth/challenge` with `challenge: MFA_SETUP`',
    example: NEXT,
  }),
});
export type ProvenSession = z.output<typeof provenSession>;
