import { z } from 'zod';
import { text } from './fields';
import { pageOf } from './page.schema';

/** A current session at Cognito. */
export const session = z
  .object({
    id: z.string().meta({ example: 'tkn0a1b2c3d4e5f6g7h8i9j0k1l2' }),
    type: z.enum(['token', 'sso']).meta({
      description: '`token`: refresh and access tokens; `sso`: a cookie of the hosted sign-in pages',
      example: 'token',
    }),
    clientId: z.string().meta({ description: 'The app client', example: '1example23456789' }),
    createdAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-01T09:30:00.000Z' }),
    lastActiveAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-02T17:05:12.000Z' }),
    deviceType: z.string().optional().meta({ example: 'Firefox on Linux' }),
    lastIp: z.string().optional().meta({ example: '203.0.113.7' }),
    lastCity: z.string().optional().meta({ example: 'Dublin' }),
    lastCountry: z.string().optional().meta({ example: 'Ireland' }),
    current: z
      .boolean()
      .meta({ description: 'Whether the access token of this call belongs to it', example: false }),
  })
  .meta({ id: 'Session' });
export const sessionPage = pageOf(session, 'SessionPage');

/**
 * Converts Cognito's session.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */
export const cognitoSession = z
  .object({
    SessionId: z.string(),
    SessionType: z.string().optional(),
    ClientId: z.string().optional(),
    CreateDate: z.date(),
    LastActiveDate: z.date().optional(),
    DeviceType: z.string().nullish(),
    LastIPAddress: z.string().nullish(),
    LastLocation: z.object({ City: z.string().nullish(), Country: z.string().nullish() }).nullish(),
    IsCurrentSession: z.boolean().nullish(),
  })
  .transform((answer) => ({
    id: answer.SessionId,
    type: answer.SessionType === 'SSO' ? ('sso' as const) : ('token' as const),
    clientId: answer.ClientId ?? '',
    createdAt: answer.CreateDate.toISOString(),
    lastActiveAt: (answer.LastActiveDate ?? answer.CreateDate).toISOString(),
    ...(answer.DeviceType && { deviceType: answer.DeviceType }),
    ...(answer.LastIPAddress && { lastIp: answer.LastIPAddress }),
    ...(answer.LastLocation?.City && { lastCity: answer.LastLocation.City }),
    ...(answer.LastLocation?.Country && { lastCountry: answer.LastLocation.Country }),
    current: answer.IsCurrentSession ?? false,
  }))
  .pipe(session);
export type Session = z.output<typeof session>;

/** `DELETE …/sessions/{id}`: the session, and whether its linked sessions end with it. */
export const sessionPath = z.object({
  id: text(1, 128).meta({ description: '`id` of the session', example: 'tkn0a1b2c3d4e5f6g7h8i9j0k1l2' }),
});
export type SessionPath = z.output<typeof sessionPath>;

export const sessionQuery = z.strictObject({
  linked: z
    .enum(['true', 'false'], 'must be `true` or `false`')
    .optional()
    .meta({ description: '`true`: also the sessions that are linked to it', example: 'true' }),
});
export type SessionQuery = z.output<typeof sessionQuery>;

/** Description of routes that end a session. Cognito does not say which access tokens belong to one. */
export const SESSION_ENDS =
  'Cognito ends the session and issues no more tokens for it. Its access tokens are unknown to this service, so they ' +
  'are accepted until they expire.';

export const toRevocation = (id: string, { linked }: SessionQuery) => ({
  SessionId: id,
  ...(linked === 'true' && { RevokeAssociatedSessions: 'LINKED' as const }),
});
