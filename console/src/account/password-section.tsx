import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { session } from '../session/session';
import { textOf } from '../ui/error-note';
import { PasswordField } from '../ui/field';
import { Form } from '../ui/form';
import { Section } from '../ui/section';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';

export function PasswordSection() {
  const [previous, setPrevious] = useState('');
  const [proposed, setProposed] = useState('');
  const act = useAct();
  const change = () =>
    act.run(async () => {
      await call('post', '/me/password', {
        body: { previousPassword: previous, proposedPassword: proposed },
      });
      setPrevious('');
      setProposed('');
      showToast(t('password.changed'));
    });
  const { problem } = act;
  const isOldWrong = problem?.code === 'not_allowed';
  const isNewPoor = problem?.code === 'invalid_password';
  const current = session.value;
  return (
    <Section id="password" title={t('password.title')} text={t('password.text')}>
      <Form
        // An error that belongs to one field is shown only there.
        act={isOldWrong || isNewPoor ? { ...act, problem: undefined } : act}
        onSend={change}
        submit={t('password.change')}
      >
        {/* Tells a password manager whose password it is. */}
        <input
          type="text"
          autocomplete="username"
          value={current?.signedIn ? current.username : ''}
          readOnly
          hidden
        />
        <PasswordField
          label={t('password.old')}
          required
          value={previous}
          onValue={setPrevious}
          path="previousPassword"
          error={isOldWrong ? t('password.oldWrong') : undefined}
        />
        <PasswordField
          label={t('password.new')}
          autocomplete="new-password"
          required
          value={proposed}
          onValue={setProposed}
          path="proposedPassword"
          error={isNewPoor ? textOf(problem) : undefined}
        />
      </Form>
    </Section>
  );
}
