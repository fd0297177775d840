import { useState } from 'preact/hooks';
import { callPublic } from '../api/call';
import { attributeLabel, inputTypeOf } from '../messages/attributes';
import { t } from '../messages/messages';
import { settings } from '../page/settings';
import { Field, PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { useAct } from '../ui/use-act';
import { start, type Outcome } from './flow';

interface Props {
  readonly username: string;
  readonly onUsername: (username: string) => void;
  readonly onSignedUp: (password: string) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}

const FIRST = ['email'];
const MORE = ['name', 'given_name', 'family_name', 'phone_number', 'birthdate'];

export function SignUp({ username, onUsername, onSignedUp, onOutcome }: Props) {
  const [password, setPassword] = useState('');
  const [attributes, setAttributes] = useState<Record<string, string>>({});
  const act = useAct();
  const signUp = () =>
    act.run(async () => {
      const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
      const { confirmed } = await callPublic('/session/sign-up', { username, password, attributes: given });
      if (confirmed) onOutcome(await start({ username, password }));
      else onSignedUp(password);
    });
  const attribute = (name: string) => (
    <Field
      key={name}
      label={attributeLabel(name)}
      type={inputTypeOf(name)}
      name={name}
      path={`attributes.${name}`}
      value={attributes[name] ?? ''}
      onValue={(value) => setAttributes({ ...attributes, [name]: value })}
    />
  );
  const isWritable = (name: string) => settings.writableAttributes.includes(name);
  return (
    <Form act={act} onSend={signUp} submit={t('signUp.submit')}>
      <h2>{t('signUp.title')}</h2>
      <Field
        label={t('signIn.username')}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        value={username}
        onValue={onUsername}
        path="username"
      />
      {FIRST.filter(isWritable).map(attribute)}
      <PasswordField
        label={t('password.choose')}
        autocomplete="new-password"
        required
        value={password}
        onValue={setPassword}
        path="password"
      />
      {MORE.some(isWritable) && (
        <details>
          <summary>{t('signUp.more')}</summary>
          {MORE.filter(isWritable).map(attribute)}
        </details>
      )}
    </Form>
  );
}
