import { z } from 'zod';
import { password, refreshToken } from '../../cognito/fields';

/** The body of `POST /me/revoke`. */
export const revocation = z.strictObject({ refreshToken });
export type RevocationRequest = z.output<typeof revocation>;

/** The body of `POST /me/password`. */
export const passwordChange = z.strictObject({
  previousPassword: password.meta({ example: 'Correct-Horse-8' }),
  proposedPassword: password,
});
export type PasswordChange = z.output<typeof passwordChange>;
