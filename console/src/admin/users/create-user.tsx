import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { attributeLabel, inputTypeOf } from '../../messages/attributes';
import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Dialog } from '../../ui/dialog';
import { Checkbox, Field, PasswordField } from '../../ui/field';
import { Form } from '../../ui/form';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { GroupChoice } from '../groups/group-choice';
import { keyOf } from './user-key';

const ATTRIBUTES = ['email', 'phone_number', 'name'];

/** The dialog that creates a user, optionally with an invitation from Cognito. */
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
      showToast(t('users.done', { username: user.username }));
      go(hrefOf('users', keyOf(user)));
    });
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('users.createTitle')} onClose={onClose}>
      <Form
        act={act}
        onSend={create}
        submit={t(isInvited ? 'users.createInvite' : 'users.createSubmit')}
        onCancel={onClose}
      >
        <Field
          label={t('signIn.username')}
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={128}
          value={username}
          onValue={setUsername}
          path="username"
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
            path={`attributes.${name}`}
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
          path="temporaryPassword"
        />
        <GroupChoice chosen={groups} onChange={setGroups} />
      </Form>
    </Dialog>
  );
}
