import { useState } from 'preact/hooks';
import { callPublic } from '../api/call';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { CodeField, Field, PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { useAct } from '../ui/use-act';
import { start, type Outcome } from './flow';

interface Props {
  readonly username: string;
  readonly onUsername: (username: string) => void;
  /** True if an admin has reset the password, so that a code was sent already. */
  readonly isRequired: boolean;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Resets a forgotten password: sends a code, then takes the code and a new password. */
export function Forgot({ username, onUsername, isRequired, onOutcome }: Props) {
  const [isSent, setSent] = useState(isRequired);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const act = useAct();
  const request = () =>
    act.run(async () => {
      await callPublic('/session/forgot-password', { username });
      setSent(true);
    });
  const confirm = () =>
    act.run(async () => {
      await callPublic('/session/forgot-password/confirm', { username, code: code.trim(), password });
      onOutcome(await start({ username, password }));
    });
  return (
    <Form
      act={act}
      onSend={isSent ? confirm : request}
      submit={t(isSent ? 'forgot.submit' : 'forgot.request')}
      more={
        isSent && (
          <Button busy={act.busy} onClick={() => void request()}>
            {t('code.resend')}
          </Button>
        )
      }
    >
      <h2>{t('forgot.title')}</h2>
      <p>{t(isSent ? 'forgot.sent' : 'forgot.text')}</p>
      <Field
        label={t('signIn.username')}
        autocomplete="username"
        required
        readOnly={isSent}
        value={username}
        onValue={onUsername}
        path="username"
      />
      {isSent && (
        <>
          <CodeField label={t('challenge.code')} value={code} onValue={setCode} path="code" />
          <PasswordField
            label={t('password.new')}
            autocomplete="new-password"
            required
            value={password}
            onValue={setPassword}
            path="password"
          />
        </>
      )}
    </Form>
  );
}
