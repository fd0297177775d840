import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { toProblem } from '../cognito/errors';
import { UnexpectedResponse } from '../cognito/failure';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { describeTotp } from '../self-service/totp-enrolment';
import type { ProvenSession, TotpProof, TotpSetup, TotpSetupAnswer } from './mfa-setup.schemas';

/** Sets up an authenticator app during sign-in if the pool requires a second factor (MFA_SETUP). */
@Injectable()
export class MfaSetupService {
  constructor(
    private readonly cognito: Cognito,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * @throws Problem `bad_credentials` for a session that has ended; `mfa_not_set_up`, …
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
   */
  async start({ session, username }: TotpSetup): Promise<TotpSetupAnswer> {
    const answer = await this.cognito.send('AssociateSoftwareToken', { Session: session });
    const secret = answer.SecretCode ?? '';
    return {
      ...describeTotp(secret, this.settings.totpIssuer, username),
      session: nextSession(answer.Session),
    };
  }

  /**
   * @throws Problem `code_mismatch` for a wrong code; `bad_credentials` for a session that has ended.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  async verify({ session, code, deviceName }: TotpProof): Promise<ProvenSession> {
    const { Status, Session } = await this.cognito.send('VerifySoftwareToken', {
      Session: session,
      UserCode: code,
      FriendlyDeviceName: deviceName,
    });
    if (Status !== 'SUCCESS') throw new Problem('code_mismatch', 'The code is wrong.');
    return { session: nextSession(Session) };
  }
}

function nextSession(session: string | undefined): string {
  if (session) return session;
  throw toProblem(new UnexpectedResponse('A response without the session of the next step'), 'sign-in');
}
