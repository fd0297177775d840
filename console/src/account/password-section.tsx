import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { session } from '../session/session';
import { Button } from '../ui/button';
import { ErrorNote, faultOf, textOf } from '../ui/error-note';
import { PasswordField } from '../ui/field';
import { Section } from '../ui/section';
import { tell } from '../ui/toasts';
import { onSubmit, useAct } from '../ui/use-act';

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
      tell(t('password.changed'));
    });
  const { problem } = act;
  const isOldWrong = problem?.code === 'not_allowed';
  const isNewPoor = problem?.code === 'invalid_password';
  const current = session.value;
  return (
    <Section id="password" title={t('password.title')} text={t('password.text')}>
      <form onSubmit={onSubmit(change)}>
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
          error={isOldWrong ? t('password.oldWrong') : faultOf(problem, 'previousPassword')}
        />
        <PasswordField
          label={t('password.new')}
          autocomplete="new-password"
          required
          value={proposed}
          onValue={setProposed}
          error={isNewPoor ? textOf(problem) : faultOf(problem, 'proposedPassword')}
        />
        {!isOldWrong && !isNewPoor && (
          <ErrorNote problem={problem} shownFields={['previousPassword', 'proposedPassword']} />
        )}
        <Button type="submit" kind="primary" busy={act.busy}>
          {t('password.change')}
        </Button>
      </form>
    </Section>
  );
}
