import { useState } from 'preact/hooks';
import { type MessageKey, t } from '../messages/messages';
import { Button } from '../ui/button';
import { ErrorNote, faultOf } from '../ui/error-note';
import { CodeField } from '../ui/field';
import { onSubmit } from '../ui/use-act';
import type { ChallengeProps } from './challenge-props';
import { textOf } from './flow';

/** Challenges that a code answers: what the response is called, and what is asked for. */
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
    <form onSubmit={onSubmit(() => respond({ [response]: code.trim() }))}>
      <p>{t(text, { destination })}</p>
      <CodeField
        label={t('challenge.code')}
        value={code}
        onValue={setCode}
        autoFocus
        error={faultOf(act.problem, `responses.${response}`)}
      />
      <ErrorNote problem={act.problem} shownFields={[`responses.${response}`]} />
      <Button type="submit" kind="primary" busy={act.busy}>
        {t('signIn.continue')}
      </Button>
    </form>
  );
}
