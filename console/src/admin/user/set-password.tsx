import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { Button } from '../../ui/button';
import { ErrorNote, faultOf } from '../../ui/error-note';
import { Checkbox, PasswordField } from '../../ui/field';
import { Section } from '../../ui/section';
import { tell } from '../../ui/toasts';
import { onSubmit, useAct } from '../../ui/use-act';
import type { TabProps } from './user-detail';

export function SetPassword({ user, of }: TabProps) {
  const [password, setPassword] = useState('');
  const [isPermanent, setPermanent] = useState(false);
  const act = useAct();
  const reason = user.status === 'EXTERNAL_PROVIDER' ? t('reason.external') : undefined;
  const put = () =>
    act.run(async () => {
      if (reason !== undefined) return;
      const body = { password, permanent: isPermanent };
      await call('put', '/users/{username}/password', { at: [user.username], body });
      setPassword('');
      tell(t('user.passwordSet', { username: user.username }));
      of.reload();
    });
  return (
    <Section title={t('user.setPassword')} text={t('user.setPasswordText')}>
      <form onSubmit={onSubmit(put)}>
        <PasswordField
          label={t('password.new')}
          autocomplete="new-password"
          required
          value={password}
          onValue={setPassword}
          error={faultOf(act.problem, 'password')}
        />
        <Checkbox
          label={t('user.permanent')}
          hint={t('user.permanentHint')}
          checked={isPermanent}
          onChange={setPermanent}
        />
        <ErrorNote problem={act.problem} shownFields={['password']} />
        <Button type="submit" kind="primary" busy={act.busy} reason={reason}>
          {t('user.setPassword')}
        </Button>
      </form>
    </Section>
  );
}
