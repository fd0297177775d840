import { useState } from 'preact/hooks';
import { call, type Answer } from '../api/call';
import { attributeLabel, inputTypeOf } from '../messages/attributes';
import { t } from '../messages/messages';
import { settings } from '../page/settings';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Section } from '../ui/section';
import { Show } from '../ui/states';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import type { Loaded } from '../ui/use-load';
import { CodeDialog, type Delivery } from './code-dialog';
import { Confirmation } from './confirmation';

export type Me = Answer<'get', '/me'>;

const FIRST = ['name', 'email', 'phone_number'];
/** Attributes that cannot be edited in a text field. */
const LEFT_OUT = new Set(['updated_at', 'address', 'sub']);

/** The user's attributes, of which they can edit the writable ones. */
export function ProfileSection({ me }: { readonly me: Loaded<Me> }) {
  return (
    <Section id="profile" title={t('profile.title')} text={t('profile.text')}>
      <Show of={me} lines={4}>
        {(data) => <Profile key={data.sub} me={data} onChanged={me.reload} />}
      </Show>
    </Section>
  );
}

function Profile({ me, onChanged }: { readonly me: Me; readonly onChanged: () => void }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [codes, setCodes] = useState<readonly Delivery[]>([]);
  const act = useAct();
  const writable = settings.writableAttributes.filter((name) => !LEFT_OUT.has(name));
  const first = FIRST.filter((name) => writable.includes(name));
  const more = writable.filter((name) => !FIRST.includes(name));
  const isChanged = (name: string) =>
    typed[name] !== undefined && typed[name] !== (me.attributes[name] ?? '');
  const changed = writable.filter(isChanged);
  const save = () =>
    act.run(async () => {
      const attributes = Object.fromEntries(changed.map((name) => [name, typed[name] || null]));
      const sent = await call('patch', '/me', { body: { attributes } });
      setTyped({});
      showToast(t('profile.saved'));
      setCodes(sent?.codes ?? []);
      onChanged();
    });
  const field = (name: string) => (
    <div key={name} class="attribute">
      <Field
        label={attributeLabel(name)}
        type={inputTypeOf(name)}
        name={name}
        value={typed[name] ?? me.attributes[name] ?? ''}
        onValue={(value) => setTyped((before) => ({ ...before, [name]: value }))}
        path={`attributes.${name}`}
      />
      {!isChanged(name) && <Confirmation name={name} attributes={me.attributes} onConfirmed={onChanged} />}
    </div>
  );
  return (
    <>
      <Form
        act={act}
        onSend={save}
        submit={t('action.save')}
        reason={changed.length === 0 ? t('profile.nothing') : undefined}
        more={changed.length > 0 && <Button onClick={() => setTyped({})}>{t('action.undo')}</Button>}
      >
        <div class="attribute">
          <Field label={t('signIn.username')} value={me.username} readOnly />
        </div>
        {first.map(field)}
        <details open={more.some((name) => me.attributes[name] !== undefined || isChanged(name))}>
          <summary>{t('profile.more')}</summary>
          <div class="columns">{more.map(field)}</div>
        </details>
      </Form>
      {codes[0] && (
        <CodeDialog
          key={codes[0].attribute}
          delivery={codes[0]}
          onConfirmed={onChanged}
          onClose={() => setCodes((all) => all.slice(1))}
        />
      )}
    </>
  );
}
