import { useState } from 'preact/hooks';
import { callPublic } from '../api/call';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { CodeField, Field } from '../ui/field';
import { Form } from '../ui/form';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import { start, type Outcome } from './flow';

interface Props {
  readonly username: string;
  readonly onUsername: (username: string) => void;
  /** The password of the sign-up, to sign the user in once the code is accepted. */
  readonly password: string | undefined;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onBack: (why: string) => void;
}

/** Asks for the code that was sent to a new user. */
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
      showToast(t('signUp.resent'));
    });
  return (
    <Form
      act={act}
      onSend={confirm}
      submit={t('signUp.confirmSubmit')}
      more={
        <Button busy={act.busy} onClick={() => void resend()}>
          {t('code.resend')}
        </Button>
      }
    >
      <h2>{t('signUp.confirm')}</h2>
      <Field
        label={t('signIn.username')}
        autocomplete="username"
        required
        value={username}
        onValue={onUsername}
        path="username"
      />
      <CodeField label={t('challenge.code')} value={code} onValue={setCode} path="code" />
    </Form>
  );
}
