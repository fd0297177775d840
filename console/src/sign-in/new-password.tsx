import { useState } from 'preact/hooks';
import { attributeLabel } from '../messages/attributes';
import { t } from '../messages/messages';
import { Field, PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import type { ChallengeProps } from './challenge-props';
import { listOf } from './flow';

/** Asks for a new password after a temporary one, and for attributes that the pool requires. */
export function NewPassword({ challenge, act, respond }: ChallengeProps) {
  const [password, setPassword] = useState('');
  const [attributes, setAttributes] = useState<Record<string, string>>({});
  const required = listOf(challenge.parameters['requiredAttributes']).map(withPrefix);
  return (
    <Form
      act={act}
      onSend={() => respond({ NEW_PASSWORD: password, ...attributes })}
      submit={t('signIn.continue')}
    >
      <p>{t('challenge.newPassword')}</p>
      <PasswordField
        label={t('password.new')}
        autocomplete="new-password"
        required
        value={password}
        onValue={setPassword}
      />
      {required.map((name) => (
        <Field
          key={name}
          label={attributeLabel(name.replace('userAttributes.', ''))}
          required
          value={attributes[name] ?? ''}
          onValue={(value) => setAttributes({ ...attributes, [name]: value })}
        />
      ))}
    </Form>
  );
}

const withPrefix = (name: string): string =>
  name.startsWith('userAttributes.') ? name : `userAttributes.${name}`;
