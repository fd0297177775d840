import { useState } from 'preact/hooks';
import { callPublic } from '../api/call';
import { TotpSetUp } from '../factors/totp-set-up';
import { t } from '../messages/messages';
import { ErrorNote } from '../ui/error-note';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import type { ChallengeProps } from './challenge-props';
import { listOf } from './flow';

/** Sets up a second factor that the pool requires at sign-in. */
export function SetUpFactor(props: ChallengeProps) {
  const { challenge, username, act, respond } = props;
  const offered = listOf(challenge.parameters['MFAS_CAN_SETUP']);
  const session = challenge.session ?? '';
  if (offered.length > 0 && !offered.includes('SOFTWARE_TOKEN_MFA')) return <SetUpAddress {...props} />;
  return (
    <>
      <p>{t('challenge.setUp')}</p>
      <TotpSetUp
        begin={() => callPublic('/auth/mfa/totp', { session, username })}
        verify={async (code, secret) => {
          const given = secret as { session?: string };
          const next = await callPublic('/auth/mfa/totp/verify', { session: given.session ?? session, code });
          await respond({}, next.session);
        }}
      />
      <ErrorNote problem={act.problem} />
    </>
  );
}

/** For pools that offer only codes by e-mail or text message. */
function SetUpAddress({ challenge, act, respond }: ChallengeProps) {
  const [address, setAddress] = useState('');
  const isEmail = listOf(challenge.parameters['MFAS_CAN_SETUP']).includes('EMAIL_OTP');
  return (
    <Form
      act={act}
      onSend={() => respond({ [isEmail ? 'EMAIL' : 'PHONE_NUMBER']: address.trim() })}
      submit={t('signIn.continue')}
    >
      <p>{t(isEmail ? 'challenge.setUpEmail' : 'challenge.setUpPhone')}</p>
      <Field
        label={t(isEmail ? 'attribute.email' : 'attribute.phone_number')}
        type={isEmail ? 'email' : 'tel'}
        required
        value={address}
        onValue={setAddress}
      />
    </Form>
  );
}
