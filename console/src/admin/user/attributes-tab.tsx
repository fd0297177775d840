import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { attributeLabel, inputTypeOf } from '../../messages/attributes';
import { t } from '../../messages/messages';
import { Button } from '../../ui/button';
import { Checkbox, Field } from '../../ui/field';
import { Form } from '../../ui/form';
import { Section } from '../../ui/section';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { keyOf } from '../users/user-key';
import type { TabProps } from './user-detail';

/** Attributes that Cognito writes itself, or that every user must have. */
const FIXED = new Set(['sub', 'identities', 'cognito:mfa_enabled']);
const USUAL = ['name', 'email', 'phone_number'];
const FLAGS = new Set(['email_verified', 'phone_number_verified']);

/** The attributes of a user. Only changed ones are sent, so that changes by another admin are not undone. */
export function AttributesTab({ user, of }: TabProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [added, setAdded] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const act = useAct();
  const { attributes } = user;
  const names = [...new Set([...USUAL, ...Object.keys(attributes).toSorted(), ...added])].filter(
    (each) => !FIXED.has(each),
  );
  const changed = names.filter(
    (each) => typed[each] !== undefined && typed[each] !== (attributes[each] ?? ''),
  );
  const put = (each: string, value: string) => setTyped((before) => ({ ...before, [each]: value }));
  const save = () =>
    act.run(async () => {
      const changes = Object.fromEntries(changed.map((each) => [each, typed[each] || null]));
      await call('patch', '/users/{username}', { at: [keyOf(user)], body: { attributes: changes } });
      setTyped({});
      setAdded([]);
      showToast(t('user.saved', { username: user.username }));
      of.reload();
    });
  const add = () => {
    if (name.trim() !== '') setAdded((before) => [...before, name.trim()]);
    setName('');
  };
  return (
    <Section title={t('user.attributes')} text={t('user.attributesText')}>
      <Form
        act={act}
        onSend={save}
        submit={t('action.save')}
        reason={changed.length === 0 ? t('profile.nothing') : undefined}
        more={changed.length > 0 && <Button onClick={() => setTyped({})}>{t('action.undo')}</Button>}
      >
        <div class="columns">
          {names.map((each) =>
            FLAGS.has(each) ? (
              <Checkbox
                key={each}
                label={attributeLabel(each)}
                checked={(typed[each] ?? attributes[each]) === 'true'}
                onChange={(isOn) => put(each, String(isOn))}
              />
            ) : (
              <Field
                key={each}
                label={attributeLabel(each)}
                type={
                  each === 'birthdate' ? 'date' : inputTypeOf(each) === 'url' ? 'text' : inputTypeOf(each)
                }
                autocomplete="off"
                value={typed[each] ?? attributes[each] ?? ''}
                onValue={(value) => put(each, value)}
                path={`attributes.${each}`}
              />
            ),
          )}
        </div>
      </Form>
      <Form inline onSend={add} submit={t('action.add')}>
        <Field
          label={t('user.addAttribute')}
          placeholder="custom:tenant"
          autocomplete="off"
          spellcheck={false}
          value={name}
          onValue={setName}
        />
      </Form>
    </Section>
  );
}
