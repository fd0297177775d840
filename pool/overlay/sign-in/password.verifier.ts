import { createHmac, randomBytes } from 'node:crypto';
import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import { refusal, text, type JsonObject } from '../request.reader';
import { beginExchange, proves, srpParameters, type SrpClaim } from '../srp/srp.exchange';
import { verifierOf } from '../srp/srp.verifier';
import type { AnyAnswerHandler } from './answer';
import { proved, type Challenged, type SignInAttempt } from './attempt';
import { continueCustom } from './custom.flow';
import { nextStep } from './next.step';
import { hasPassword, INCORRECT, requireReady } from './user.status';

/** Key from which salts are derived, so that an unknown user has a stable salt too. */
const SALT_KEY = randomBytes(32);

/**
 * PASSWORD_VERIFIER: the server's half of SRP. An unknown user gets the numbers of a random password.
 *
 * @param withSession false for USER_SRP_AUTH, where the secret block identifies the challenge
 */
export function verifierChallenge(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  srpA: string,
  withSession: boolean,
): Challenged {
  const known = user !== undefined && hasPassword(user);
  const password = known ? user.Password : randomBytes(32).toString('hex');
  const salt = createHmac('sha256', SALT_KEY)
    .update(`${attempt.username}:${known ? password : ''}`)
    .digest('hex');
  const verifier = verifierOf(
    identityOf(state, attempt.username),
    password,
    BigInt(`0x${salt.slice(0, 32)}`),
  );
  const srp = beginExchange(srpA, verifier);
  const challenged: Challenged = {
    kind: 'challenge',
    name: 'PASSWORD_VERIFIER',
    parameters: {
      ...srpParameters(srp),
      USERNAME: attempt.username,
      USER_ID_FOR_SRP: attempt.username,
    },
  };
  if (withSession) {
    return { ...challenged, session: state.challenges.issue('PASSWORD_VERIFIER', attempt, { srp }) };
  }
  state.challenges.issueAs(srp.secretBlock, 'PASSWORD_VERIFIER', attempt, { srp });
  return challenged;
}

/** @throws NotAuthorizedException for a wrong proof, which cannot be retried */
export const answerVerifier: AnyAnswerHandler = async (state, { user, open, responses }) => {
  const { attempt, detail } = open;
  const claim = claimIn(responses);
  const right = detail.srp && proves(detail.srp, identityOf(state, attempt.username), claim);
  if (!user || !right) throw refusal('NotAuthorizedException', INCORRECT);
  const next = proved(attempt, 'password');
  if (attempt.flow !== 'CUSTOM_AUTH') return nextStep(state, user, next);
  requireReady(user);
  return continueCustom(state, user, next, { challengeName: 'PASSWORD_VERIFIER', challengeResult: true });
};

/** Reads the three members of an SRP proof. */
export function claimIn(responses: JsonObject): SrpClaim {
  return {
    signature: text(responses, 'PASSWORD_CLAIM_SIGNATURE'),
    secretBlock: text(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    timestamp: text(responses, 'TIMESTAMP'),
  };
}

/** The SRP identity: the part of the pool id after the region, and the username. */
function identityOf(state: PoolState, username: string): string {
  return `${state.pool.options.Id.split('_')[1] ?? ''}${username}`;
}
