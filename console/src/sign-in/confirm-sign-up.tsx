import { useState } from 'preact/hooks';
import { callPublic } from '../api/call';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { ErrorNote, faultOf } from '../ui/error-note';
import { CodeField, Field } from '../ui/field';
import { tell } from '../ui/toasts';
import { onSubmit, useAct } from '../ui/use-act';
import { type Outcome, start } from './flow';

interface Props {
  readonly username: string;
  readonly onUsername: (username: string) => void;
  /** The password of the sign-up, with which the person is signed in once the code is right. */
  readonly password: string | undefined;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onBack: (why?: string) => void;
}

/** The code that was sent to a new user. */
export function ConfirmSignUp({ username, onUsername, password, onOutcome, onBack }: Props) {
  const [code, setCode] = useState('');
  const act = useAct();
  const confirm = () =>
    act.run(async () => {
      await callPublic('/session/sign-up/confirm', { username, code: code.trim() });
      if (password === undefined) return onBack(t('signUp.confirmed'));
      onOutcome(await start({ username, password }));
    });
  const resend = () =>
    act.run(async () => {
      await callPublic('/session/sign-up/resend', { username });
      tell(t('signUp.resent'));
    });
  return (
    <form onSubmit={onSubmit(confirm)}>
      <h2>{t('signUp.confirm')}</h2>
      <Field
        label={t('signIn.username')}
        autocomplete="username"
        required
        value={username}
        onValue={onUsername}
        error={faultOf(act.problem, 'username')}
      />
      <CodeField
        label={t('challenge.code')}
        value={code}
        onValue={setCode}
        error={faultOf(act.problem, 'code')}
      />
      <ErrorNote problem={act.problem} shownFields={['username', 'code']} />
      <div class="buttons">
        <Button type="submit" kind="primary" busy={act.busy}>
          {t('signUp.confirmSubmit')}
        </Button>
        <Button busy={act.busy} onClick={() => void resend()}>
          {t('code.resend')}
        </Button>
      </div>
      <p class="links">
        <button type="button" class="link" onClick={() => onBack()}>
          {t('signIn.back')}
        </button>
      </p>
    </form>
  );
}
