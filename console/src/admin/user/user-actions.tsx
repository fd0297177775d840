import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t, type MessageKey } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { showToast } from '../../ui/toasts';
import { keyOf } from '../users/user-key';
import { isOwn, type TabProps } from './user-detail';

type Kind = 'enable' | 'disable' | 'signOut' | 'delete';

const DONE: Readonly<Record<Kind, MessageKey>> = {
  enable: 'user.enabled',
  disable: 'user.disabled',
  signOut: 'user.signedOut',
  delete: 'user.deleted',
};

/** Enable, disable, sign out and delete. Each asks first, and reports success only after the service has confirmed it. */
export function UserActions({ user, of }: TabProps) {
  const [kind, setKind] = useState<Kind>();
  const { username } = user;
  const ownReason = isOwn(user) ? t('reason.own') : undefined;
  const act = async (what: Kind) => {
    const at = [keyOf(user)];
    if (what === 'enable') await call('post', '/users/{username}/enable', { at });
    else if (what === 'disable') await call('post', '/users/{username}/disable', { at });
    else if (what === 'signOut') await call('post', '/users/{username}/sign-out', { at });
    else await call('delete', '/users/{username}', { at });
    showToast(t(DONE[what], { username }));
    if (what === 'delete') go(hrefOf('users'));
    else of.reload();
  };
  return (
    <div class="buttons">
      {user.enabled ? (
        <Button reason={ownReason} onClick={() => setKind('disable')}>
          {t('user.disable')}
        </Button>
      ) : (
        <Button onClick={() => setKind('enable')}>{t('user.enable')}</Button>
      )}
      <Button onClick={() => setKind('signOut')}>{t('user.signOut')}</Button>
      <Button kind="danger" reason={ownReason} onClick={() => setKind('delete')}>
        {t('user.delete')}
      </Button>
      {kind && (
        <Confirm
          title={t(`user.${kind}Title`, { username })}
          action={t(`user.${kind}`)}
          danger={kind !== 'enable'}
          {...(kind === 'delete' && { typed: username })}
          onConfirm={() => act(kind)}
          onClose={() => setKind(undefined)}
        >
          <p>{t(`user.${kind}Text`)}</p>
        </Confirm>
      )}
    </div>
  );
}
