import { generateSecret } from 'cognito-local/lib/services/totp';
import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../../emulator.services';
import { requireCaller } from '../access-token.check';
import type { ChallengeDetail, OpenChallenge } from '../challenge.registry';
import type { Actions, PoolState } from '../pool.state';
import { optionalText, refusal, text, type JsonObject } from '../request.reader';

/**
 * AssociateSoftwareToken and VerifySoftwareToken, with an access token or with the session of MFA_SETUP.
 * A verified app becomes a second factor through SetUserMFAPreference or MFA_SETUP.
 */
export function softwareTokenActions(state: PoolState): Actions {
  return {
    AssociateSoftwareToken: async (request) => {
      const secret = generateSecret();
      const session = setupSession(request);
      if (session === undefined) {
        state.pendingSecrets.set((await requireCaller(state, request)).sub, secret);
        return { SecretCode: secret };
      }
      const open = requireSetup(state, session);
      return { SecretCode: secret, Session: replaced(state, session, open, { secret, verified: false }) };
    },
    VerifySoftwareToken: async (request) => {
      const session = setupSession(request);
      return session === undefined
        ? verifyForCaller(state, request)
        : verifyForSession(state, request, session);
    },
  };
}

async function verifyForCaller(state: PoolState, request: JsonObject): Promise<unknown> {
  const { user, sub } = await requireCaller(state, request);
  const secret = state.pendingSecrets.get(sub);
  requireRightCode(state, secret, request);
  state.pendingSecrets.delete(sub);
  await state.pool.saveUser(CONTEXT, withSoftwareToken(user, secret, deviceName(request)));
  return { Status: 'SUCCESS' };
}

async function verifyForSession(state: PoolState, request: JsonObject, session: string): Promise<unknown> {
  const open = requireSetup(state, session);
  const secret = open.detail.softwareToken?.secret;
  requireRightCode(state, secret, request);
  const softwareToken = { secret, verified: true, deviceName: deviceName(request) };
  return { Status: 'SUCCESS', Session: replaced(state, session, open, softwareToken) };
}

/** @throws SoftwareTokenMFANotFoundException without a secret; EnableSoftwareTokenMFAException if the code is wrong */
function requireRightCode(
  state: PoolState,
  secret: string | undefined,
  request: JsonObject,
): asserts secret is string {
  if (secret === undefined) {
    throw refusal(
      'SoftwareTokenMFANotFoundException',
      'Software token TOTP multi-factor authentication is not enabled for the user.',
    );
  }
  if (!state.usedCodes.isRight(secret, text(request, 'UserCode'))) {
    throw refusal('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
}

/** @throws InvalidParameterException unless there is either an access token or a session */
function setupSession(request: JsonObject): string | undefined {
  const session = optionalText(request, 'Session');
  if ((optionalText(request, 'AccessToken') === undefined) === (session === undefined)) {
    throw refusal('InvalidParameterException', 'Either AccessToken or Session is required, and not both.');
  }
  return session;
}

function requireSetup(state: PoolState, session: string): OpenChallenge {
  const open = state.challenges.find(session);
  if (open?.name !== 'MFA_SETUP') {
    throw refusal('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  }
  return open;
}

/** Replaces the session: each call returns a new one and invalidates the old one. */
function replaced(
  state: PoolState,
  session: string,
  open: OpenChallenge,
  softwareToken: NonNullable<ChallengeDetail['softwareToken']>,
): string {
  state.challenges.close(session);
  return state.challenges.issue('MFA_SETUP', open.attempt, { softwareToken });
}

function deviceName(request: JsonObject): string | undefined {
  return optionalText(request, 'FriendlyDeviceName');
}

/** The user with a verified authenticator app, which replaces an earlier one. */
export function withSoftwareToken(user: User, secret: string, name: string | undefined): User {
  return {
    ...user,
    SoftwareTokenMfaConfiguration: {
      Secret: secret,
      Verified: true,
      ...(name !== undefined && { FriendlyDeviceName: name }),
    },
  };
}
