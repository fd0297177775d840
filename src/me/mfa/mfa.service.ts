import { Inject, Injectable } from '@nestjs/common';
import { toFactors, toPreference, type FactorChange } from '../../cognito/mfa.schema';
import { isUnknownAction } from '../../cognito/unknown-action';
import type { CognitoSettings } from '../../config/settings';
import { SETTINGS } from '../../config/settings.token';
import { withCompletedSteps } from '../../problems/completed-steps';
import { Problem } from '../../problems/problem';
import { describeTotp, type TotpEnrolment } from '../../self-service/totp-enrolment';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';
import { toSignInFactors, type OwnFactors, type TotpVerification } from './mfa.schemas';

/** The caller's second factors. */
@Injectable()
export class MfaService {
  constructor(
    private readonly calls: SelfCalls,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * The factors at Cognito. If the endpoint lacks GetUserAuthFactors (an emulator), GetUser is called
   * instead.
   *
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  async read(self: Self, signal?: AbortSignal): Promise<OwnFactors> {
    try {
      const answer = await this.calls.send('GetUserAuthFactors', self, {}, { signal });
      return { ...toFactors(answer), signInFactors: toSignInFactors(answer.ConfiguredUserAuthFactors) };
    } catch (error) {
      if (this.settings.endpoint === undefined || !isUnknownAction(error)) throw error;
    }
    return toFactors(await this.calls.send('GetUser', self, {}, { signal }));
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html */
  async change(self: Self, change: FactorChange): Promise<void> {
    await this.calls.send('SetUserMFAPreference', self, toPreference(change));
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html */
  async enrol(self: Self): Promise<TotpEnrolment> {
    const { SecretCode = '' } = await this.calls.send('AssociateSoftwareToken', self, {});
    const { username, sub } = self.principal;
    return describeTotp(SecretCode, this.settings.totpIssuer, username ?? sub);
  }

  /**
   * Verifies an authenticator app and makes it a second factor, the preferred one if there was none.
   *
   * @throws Problem `code_mismatch` for a wrong code. A problem of the second action lists the completed
   * step in `done`.
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  async verify(self: Self, { code, deviceName, enable }: TotpVerification): Promise<void> {
    const { preferred } = enable ? await this.read(self) : {};
    const { Status } = await this.calls.send('VerifySoftwareToken', self, {
      UserCode: code,
      FriendlyDeviceName: deviceName,
    });
    if (Status !== 'SUCCESS') throw new Problem('code_mismatch', 'The code is wrong.');
    if (!enable) return;
    const isPreferred = preferred === undefined || preferred === 'totp';
    const setting = { Enabled: true, PreferredMfa: isPreferred };
    await this.calls
      .send('SetUserMFAPreference', self, { SoftwareTokenMfaSettings: setting })
      .catch((error: unknown) => {
        throw withCompletedSteps(error, ['verified']);
      });
  }
}
