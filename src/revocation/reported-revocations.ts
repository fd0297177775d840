import { Injectable } from '@nestjs/common';
import { Revocations, sessionOf, type Principal, type Revocation } from 'lifeguard-auth';
import { CognitoClock } from '../cognito/cognito-clock';
import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';

/**
 * Records revocations that Cognito reports for the caller's access token. A token that another program
 * revoked is then refused by every route, and not only by those that call Cognito with it.
 */
@Injectable()
export class ReportedRevocations {
  constructor(
    private readonly revocations: Revocations,
    private readonly clock: CognitoClock,
  ) {}

  /**
   * Waits for a call with the caller's token. A revocation that its refusal reports is recorded before the
   * promise rejects.
   */
  async watch<Result>(caller: Principal, call: Promise<Result>): Promise<Result> {
    try {
      return await call;
    } catch (error) {
      const reported = reportedBy(error, caller);
      if (reported) await this.revocations.record([reported], this.clock.reached());
      throw error;
    }
  }
}

/**
 * Cognito revokes all access tokens of a session at once, and every session at a sign-out. An expired token needs no
 * entry.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
function reportedBy(error: unknown, caller: Principal): Revocation | undefined {
  if (!(error instanceof Problem) || error.code !== 'token_revoked') return undefined;
  const { cause } = error.options;
  if (!(cause instanceof CognitoFailure)) return undefined;
  if (/\bdisabled\b/i.test(cause.message)) return { kind: 'user', sub: caller.sub, reason: 'disabled' };
  return /\brevoked\b/i.test(cause.message) ? sessionOf(caller, 'revoked') : undefined;
}
