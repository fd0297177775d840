import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { PasswordField } from '../ui/field';
import { onSubmit } from '../ui/use-act';
import type { ChallengeProps } from './challenge-props';

/** The password, where it was chosen among other ways. */
export function PasswordChallenge({ challenge, act, respond }: ChallengeProps) {
  const [password, setPassword] = useState('');
  const responses =
    challenge.challenge === 'PASSWORD' ? { PASSWORD: password } : { ANSWER: 'PASSWORD', PASSWORD: password };
  return (
    <form onSubmit={onSubmit(() => respond(responses))}>
      <PasswordField label={t('signIn.password')} required value={password} onValue={setPassword} />
      <ErrorNote problem={act.problem} />
      <Button type="submit" kind="primary" busy={act.busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
