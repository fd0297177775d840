import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { Checkbox, PasswordField } from '../../ui/field';
import { Form } from '../../ui/form';
import { Section } from '../../ui/section';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { keyOf } from '../users/user-key';
import type { TabProps } from './user-detail';

export function SetPassword({ user, of }: TabProps) {
  const [password, setPassword] = useState('');
  const [isPermanent, setPermanent] = useState(false);
  const act = useAct();
  const reason = user.status === 'EXTERNAL_PROVIDER' ? t('reason.external') : undefined;
  const put = () =>
    act.run(async () => {
      const body = { password, permanent: isPermanent };
      await call('put', '/users/{username}/password', { at: [keyOf(user)], body });
      setPassword('');
      showToast(t('user.passwordSet', { username: user.username }));
      of.reload();
    });
  return (
    <Section title={t('user.setPassword')} text={t('user.setPasswordText')}>
      <Form act={act} onSend={put} submit={t('user.setPassword')} reason={reason}>
        <PasswordField
          label={t('password.new')}
          autocomplete="new-password"
          required
          value={password}
          onValue={setPassword}
          path="password"
        />
        <Checkbox
          label={t('user.permanent')}
          hint={t('user.permanentHint')}
          checked={isPermanent}
          onChange={setPermanent}
        />
      </Form>
    </Section>
  );
}
