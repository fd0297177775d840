import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t, type MessageKey } from '../../messages/messages';
import { session } from '../../session/session';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Form } from '../../ui/form';
import { GroupChoice } from '../groups/group-choice';
import { clearSelection, selection } from '../users/selection';
import { job, startJob } from './job';

type Kind = 'enable' | 'disable' | 'signOut' | 'addToGroup' | 'delete';

const KINDS: readonly (readonly [kind: Kind, text: MessageKey])[] = [
  ['enable', 'user.enable'],
  ['disable', 'user.disable'],
  ['signOut', 'user.signOut'],
  ['addToGroup', 'bulk.addToGroup'],
  ['delete', 'user.delete'],
];

/**
 * Actions that skip the caller's own account: the service refuses two of them, and signing out would end the running
 * action.
 */
const NOT_OWN_ACCOUNT: ReadonlySet<Kind> = new Set(['disable', 'delete', 'signOut']);

/** The actions on the selected users. */
export function BulkBar({ onChanged }: { readonly onChanged: () => void }) {
  const [kind, setKind] = useState<Kind>();
  const selected = [...selection.value];
  if (selected.length === 0) return null;
  const reason = job.value?.state === 'running' ? t('bulk.running') : undefined;
  return (
    <section class="bulk-bar" aria-label={t('bulk.label')}>
      <strong role="status">{t('bulk.selected', { count: selected.length })}</strong>
      <span class="buttons">
        {KINDS.map(([each, text]) => (
          <Button
            key={each}
            {...(each === 'delete' && { kind: 'danger' as const })}
            reason={reason}
            onClick={() => setKind(each)}
          >
            {t(text)}
          </Button>
        ))}
        <Button kind="quiet" onClick={clearSelection}>
          {t('bulk.clear')}
        </Button>
      </span>
      {kind && (
        <BulkDialog
          kind={kind}
          usernames={selected}
          onChanged={onChanged}
          onClose={() => setKind(undefined)}
        />
      )}
    </section>
  );
}

interface DialogProps {
  readonly kind: Kind;
  readonly usernames: readonly string[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

function BulkDialog({ kind, usernames, onChanged, onClose }: DialogProps) {
  const [groups, setGroups] = useState<readonly string[]>([]);
  const current = session.value;
  const own = current?.signedIn ? current.username : undefined;
  const isOwnIn = NOT_OWN_ACCOUNT.has(kind) && own !== undefined && usernames.includes(own);
  const affected = isOwnIn ? usernames.filter((username) => username !== own) : usernames;
  const title = t(`bulk.${kind}`, { count: affected.length });
  const begin = () => {
    const act = (username: string) => apply(kind, username, groups);
    void startJob({ title, act, onEnd: onChanged }, affected);
    clearSelection();
    onClose();
  };
  const reason = reasonAgainst(kind, affected, groups);
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        onSend={begin}
        submit={title}
        kind={kind === 'delete' || kind === 'disable' ? 'danger' : 'primary'}
        reason={reason}
        onCancel={onClose}
      >
        <p>{t(`bulk.${kind}Text`)}</p>
        <ul class="names">
          {affected.map((username) => (
            <li key={username}>{username}</li>
          ))}
        </ul>
        {isOwnIn && <p class="note info">{t('bulk.withoutOwn')}</p>}
        {kind === 'addToGroup' && <GroupChoice chosen={groups} onChange={setGroups} />}
      </Form>
    </Dialog>
  );
}

function reasonAgainst(
  kind: Kind,
  affected: readonly string[],
  groups: readonly string[],
): string | undefined {
  if (affected.length === 0) return t('reason.own');
  return kind === 'addToGroup' && groups.length === 0 ? t('bulk.chooseGroup') : undefined;
}

async function apply(kind: Kind, username: string, groups: readonly string[]): Promise<void> {
  const at = [username];
  if (kind === 'enable') await call('post', '/users/{username}/enable', { at });
  else if (kind === 'disable') await call('post', '/users/{username}/disable', { at });
  else if (kind === 'signOut') await call('post', '/users/{username}/sign-out', { at });
  else if (kind === 'delete') await call('delete', '/users/{username}', { at });
  else
    await Promise.all(
      groups.map((group) => call('put', '/users/{username}/groups/{group}', { at: [username, group] })),
    );
}
