import { useState } from 'preact/hooks';
import { toProblem } from '../api/problem';
import { t } from '../messages/messages';
import { Field, PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { useAct } from '../ui/use-act';
import { start, type Outcome } from './flow';
import { OtherWays } from './other-ways';

interface Props {
  readonly username: string;
  readonly onUsername: (username: string) => void;
  readonly isFixed: boolean;
  readonly inDialog: boolean;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onUnconfirmed: (password: string) => void;
  readonly onResetRequired: () => void;
  readonly onSignUp: () => void;
  readonly onForgot: () => void;
}

/** The form for username and password, with the other ways to sign in. */
export function PasswordForm(props: Props) {
  const { username, onUsername, isFixed, inDialog, onOutcome } = props;
  const [password, setPassword] = useState('');
  const [isUserMissing, setUserMissing] = useState(false);
  const act = useAct();
  const begin = (body: Record<string, unknown>) => act.run(async () => onOutcome(await start(body)));
  const withPassword = () =>
    act.run(async () => {
      try {
        onOutcome(await start({ username, password }));
      } catch (error) {
        const { code } = toProblem(error);
        if (code === 'user_not_confirmed') props.onUnconfirmed(password);
        else if (code === 'password_reset_required') props.onResetRequired();
        else throw error;
      }
    });
  const withChoice = (prefer?: 'passkey') => {
    setUserMissing(username === '');
    if (username !== '') void begin({ flow: 'choice', username, ...(prefer && { prefer }) });
  };
  return (
    <>
      <Form act={act} onSend={withPassword} submit={t('signIn.submit')}>
        <Field
          label={t('signIn.username')}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          readOnly={isFixed}
          value={username}
          onValue={onUsername}
          error={isUserMissing ? t('signIn.usernameFirst') : undefined}
        />
        <PasswordField
          label={t('signIn.password')}
          name="password"
          required
          value={password}
          onValue={setPassword}
        />
      </Form>
      <OtherWays
        inDialog={inDialog}
        isFresh={isFixed}
        onPasskey={() => withChoice('passkey')}
        onChoice={() => withChoice()}
      />
      {!inDialog && (
        <p class="links">
          <button type="button" class="link" onClick={props.onForgot}>
            {t('signIn.forgot')}
          </button>
          <button type="button" class="link" onClick={props.onSignUp}>
            {t('signIn.signUp')}
          </button>
        </p>
      )}
    </>
  );
}
