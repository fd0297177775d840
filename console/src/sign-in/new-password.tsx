import { useState } from 'preact/hooks';
import { attributeLabel } from '../messages/attributes';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Field, PasswordField } from '../ui/field';
import { onSubmit } from '../ui/use-act';
import type { ChallengeProps } from './challenge-props';
import { listOf } from './flow';

/** The password that follows a temporary one, and what the pool requires beside it. */
export function NewPassword({ challenge, act, respond }: ChallengeProps) {
  const [password, setPassword] = useState('');
  const [attributes, setAttributes] = useState<Record<string, string>>({});
  const required = listOf(challenge.parameters['requiredAttributes']).map(withPrefix);
  return (
    <form onSubmit={onSubmit(() => respond({ NEW_PASSWORD: password, ...attributes }))}>
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
      <ErrorNote problem={act.problem} />
      <Button type="submit" kind="primary" busy={act.busy}>
        {t('signIn.continue')}
      </Button>
    </form>
  );
}

const withPrefix = (name: string): string =>
  name.startsWith('userAttributes.') ? name : `userAttributes.${name}`;
