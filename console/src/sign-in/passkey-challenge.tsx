import { useEffect } from 'preact/hooks';
import { t } from '../messages/messages';
import { usePasskey } from '../passkeys/passkeys';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import type { ChallengeProps } from './challenge-props';

/** Asks for the passkey at once, and again with a button. */
export function PasskeyChallenge({ challenge, act, respond }: ChallengeProps) {
  const ask = async () => {
    let credential: unknown;
    const isGiven = await act.run(async () => {
      credential = await usePasskey(challenge.parameters['CREDENTIAL_REQUEST_OPTIONS']);
    });
    if (isGiven) await respond({ CREDENTIAL: credential });
  };
  useEffect(() => void ask(), []);
  return (
    <div>
      <p>{t('challenge.passkey')}</p>
      <ErrorNote problem={act.problem} />
      <Button kind="primary" busy={act.busy} onClick={() => void ask()}>
        {t('challenge.passkeyAgain')}
      </Button>
    </div>
  );
}
