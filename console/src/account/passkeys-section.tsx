import { useState } from 'preact/hooks';
import { call, type Answer } from '../api/call';
import { t } from '../messages/messages';
import { settings } from '../page/settings';
import { canPasskeys, isOurs, makePasskey, relyingPartyOf } from '../passkeys/passkeys';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { RemovableList } from '../ui/removable-list';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import { usePages } from '../ui/use-pages';

type Passkey = Answer<'get', '/me/passkeys'>['items'][number];

/** The passkeys. A page can create one only for its own host or a parent domain; else the hosted page does it. */
export function PasskeysSection() {
  const passkeys = usePages<Passkey>(
    (cursor, signal) => call('get', '/me/passkeys', { query: { cursor }, signal }),
    [],
  );
  const [elsewhere, setElsewhere] = useState<string>();
  const act = useAct();
  const add = () =>
    act.run(async () => {
      const options = await call('post', '/me/passkeys/options');
      const relyingParty = relyingPartyOf(options);
      if (!isOurs(relyingParty)) return setElsewhere(relyingParty);
      await call('post', '/me/passkeys', { body: { credential: await makePasskey(options) } });
      showToast(t('passkeys.added'));
      passkeys.reload();
    });
  return (
    <Section
      id="passkeys"
      title={t('passkeys.title')}
      text={t('passkeys.text')}
      actions={
        <Button
          busy={act.busy}
          reason={canPasskeys ? undefined : t('problem.passkey_unsupported')}
          onClick={() => void add()}
        >
          {t('passkeys.add')}
        </Button>
      }
    >
      <ErrorNote problem={act.problem} />
      {elsewhere !== undefined && <Elsewhere relyingParty={elsewhere} />}
      <RemovableList
        of={passkeys}
        none={t('passkeys.none')}
        row={(passkey, onRemove) => (
          <li key={passkey.id}>
            <div>
              <strong>{passkey.name ?? t('passkeys.one')}</strong>
              <div class="muted">
                {passkey.relyingParty} · <Time at={passkey.createdAt} />
              </div>
            </div>
            <Button onClick={onRemove}>{t('action.remove')}</Button>
          </li>
        )}
        dialog={{
          title: ({ name }) => t('passkeys.removeTitle', { name: name ?? t('passkeys.one') }),
          text: t('passkeys.removeText'),
          action: t('action.remove'),
        }}
        remove={({ id }) => call('delete', '/me/passkeys/{id}', { at: [id] })}
        removed={t('passkeys.removed')}
      />
    </Section>
  );
}

function Elsewhere({ relyingParty }: { readonly relyingParty: string }) {
  return (
    <div class="note info" role="status">
      <p>{t('passkeys.elsewhere', { relyingParty })}</p>
      {settings.passkeysUrl !== undefined && (
        <a class="button" href={settings.passkeysUrl}>
          {t('passkeys.hosted')}
        </a>
      )}
    </div>
  );
}
