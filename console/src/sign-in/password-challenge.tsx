import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import type { ChallengeProps } from './challenge-props';

/** Asks for the password if it was chosen among several ways. */
export function PasswordChallenge({ challenge, act, respond }: ChallengeProps) {
  const [password, setPassword] = useState('');
  const responses =
    challenge.challenge === 'PASSWORD' ? { PASSWORD: password } : { ANSWER: 'PASSWORD', PASSWORD: password };
  return (
    <Form act={act} onSend={() => respond(responses)} submit={t('signIn.submit')}>
      <PasswordField label={t('signIn.password')} required value={password} onValue={setPassword} />
    </Form>
  );
}
