import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t, type MessageKey } from '../../messages/messages';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Section } from '../../ui/section';
import { showToast } from '../../ui/toasts';
import { keyOf } from '../users/user-key';
import type { TabProps, UserDetail } from './user-detail';

type Kind = 'reset' | 'confirm' | 'invite';

const KINDS: readonly (readonly [kind: Kind, text: MessageKey])[] = [
  ['reset', 'user.reset'],
  ['confirm', 'user.confirm'],
  ['invite', 'user.invite'],
];

/** Actions that depend on a user's status: reset the password, confirm a sign-up, invite again. */
export function StatusActions({ user, of }: TabProps) {
  const [kind, setKind] = useState<Kind>();
  const act = async (what: Kind) => {
    const at = [keyOf(user)];
    if (what === 'reset') await call('post', '/users/{username}/reset-password', { at });
    else if (what === 'confirm') await call('post', '/users/{username}/confirm', { at });
    else await call('post', '/users/{username}/invitation', { at });
    showToast(t(`user.${what}Done`, { username: user.username }));
    of.reload();
  };
  return (
    <Section title={t('user.standing')} text={t('user.standingText')}>
      <div class="buttons">
        {KINDS.map(([each, text]) => (
          <Button key={each} reason={reasonAgainst(each, user)} onClick={() => setKind(each)}>
            {t(text)}
          </Button>
        ))}
      </div>
      {kind && (
        <Confirm
          title={t(`user.${kind}Title`, { username: user.username })}
          action={t(`user.${kind}`)}
          danger={kind === 'reset'}
          onConfirm={() => act(kind)}
          onClose={() => setKind(undefined)}
        >
          <p>{t(`user.${kind}Text`)}</p>
        </Confirm>
      )}
    </Section>
  );
}

function reasonAgainst(kind: Kind, { status, enabled }: UserDetail): string | undefined {
  if (status === 'EXTERNAL_PROVIDER') return t('reason.external');
  if (kind === 'confirm') return status === 'UNCONFIRMED' ? undefined : t('reason.confirmed');
  if (kind === 'invite') return status === 'FORCE_CHANGE_PASSWORD' ? undefined : t('reason.notInvited');
  if (status !== 'CONFIRMED') return t('reason.notConfirmed');
  return enabled ? undefined : t('reason.disabled');
}
