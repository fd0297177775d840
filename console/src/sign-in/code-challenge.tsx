import { useState } from 'preact/hooks';
import { t, type MessageKey } from '../messages/messages';
import { CodeField } from '../ui/field';
import { Form } from '../ui/form';
import type { ChallengeProps } from './challenge-props';
import { textOf } from './flow';

/** Challenges that are answered with a code: the name of the response, and the text of the form. */
export const CODES: Readonly<Record<string, readonly [response: string, text: MessageKey]>> = {
  SMS_MFA: ['SMS_MFA_CODE', 'challenge.sms'],
  SMS_OTP: ['SMS_OTP_CODE', 'challenge.sms'],
  EMAIL_OTP: ['EMAIL_OTP_CODE', 'challenge.email'],
  SOFTWARE_TOKEN_MFA: ['SOFTWARE_TOKEN_MFA_CODE', 'challenge.totp'],
  CUSTOM_CHALLENGE: ['ANSWER', 'challenge.custom'],
};

export function CodeChallenge({ challenge: { challenge, parameters }, act, respond }: ChallengeProps) {
  const [code, setCode] = useState('');
  const [response, text] = CODES[challenge] ?? ['ANSWER', 'challenge.custom'];
  const destination = textOf(parameters['CODE_DELIVERY_DESTINATION']) || t('challenge.yourAddress');
  return (
    <Form act={act} onSend={() => respond({ [response]: code.trim() })} submit={t('signIn.continue')}>
      <p>{t(text, { destination })}</p>
      <CodeField
        label={t('challenge.code')}
        value={code}
        onValue={setCode}
        autoFocus
        path={`responses.${response}`}
      />
    </Form>
  );
}
