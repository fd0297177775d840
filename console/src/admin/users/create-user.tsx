import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { attributeLabel, inputTypeOf } from '../../messages/attributes';
import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNote, faultOf } from '../../ui/error-note';
import { Checkbox, Field, PasswordField } from '../../ui/field';
import { tell } from '../../ui/toasts';
import { onSubmit, useAct } from '../../ui/use-act';
import { GroupChoice } from '../groups/group-choice';

const ATTRIBUTES = ['email', 'phone_number', 'name'];

/** A new user, invited by Cognito's own message or not. */
export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const [username, setUsername] = useState('');
  const [attributes, setAttributes] = useState<Readonly<Record<string, string>>>({});
  const [isVerified, setVerified] = useState(true);
  const [isInvited, setInvited] = useState(true);
  const [password, setPassword] = useState('');
  const [groups, setGroups] = useState<readonly string[]>([]);
  const act = useAct();
  const create = async () => {
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
    const verified = ['email', 'phone_number']
      .filter((name) => isVerified && given[name] !== undefined)
      .map((name) => [`${name}_verified`, 'true']);
    const body = {
      username,
      attributes: { ...given, ...Object.fromEntries(verified) },
      sendInvitation: isInvited,
      groups: [...groups],
      ...(password !== '' && { temporaryPassword: password }),
    };
    const isDone = await act.run(async () => {
      const user = await call('post', '/users', { body });
      tell(t('users.done', { username: user.username }));
      go(hrefOf('users', user.username));
    });
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('users.createTitle')} onClose={onClose}>
      <form onSubmit={onSubmit(create)}>
        <Field
          label={t('signIn.username')}
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={128}
          value={username}
          onValue={setUsername}
          error={faultOf(act.problem, 'username')}
        />
        {ATTRIBUTES.map((name) => (
          <Field
            key={name}
            label={attributeLabel(name)}
            type={inputTypeOf(name)}
            autocomplete="off"
            placeholder={name === 'phone_number' ? '+4915112345678' : undefined}
            value={attributes[name] ?? ''}
            onValue={(value) => setAttributes((before) => ({ ...before, [name]: value }))}
            error={faultOf(act.problem, `attributes.${name}`)}
          />
        ))}
        <Checkbox label={t('users.markVerified')} checked={isVerified} onChange={setVerified} />
        <Checkbox
          label={t('users.invite')}
          hint={t('users.inviteHint')}
          checked={isInvited}
          onChange={setInvited}
        />
        <PasswordField
          label={t('users.temporaryPassword')}
          hint={t('users.temporaryHint')}
          autocomplete="new-password"
          value={password}
          onValue={setPassword}
          error={faultOf(act.problem, 'temporaryPassword')}
        />
        <GroupChoice chosen={groups} onChange={setGroups} />
        <ErrorNote
          problem={act.problem}
          shownFields={['username', 'temporaryPassword', ...ATTRIBUTES.map((name) => `attributes.${name}`)]}
        />
        <div class="buttons">
          <Button type="submit" kind="primary" busy={act.busy}>
            {t(isInvited ? 'users.createInvite' : 'users.createSubmit')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
