import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { settings } from '../../page/settings';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Field } from '../../ui/field';
import { Form } from '../../ui/form';
import { Section } from '../../ui/section';
import { Show } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { useLoad } from '../../ui/use-load';
import type { Group } from './groups-view';
import { Members } from './members';

export function GroupView({ name }: { readonly name: string }) {
  const group = useLoad((signal) => call('get', '/groups/{group}', { at: [name], signal }), [name]);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <p class="breadcrumb">
        <a href={hrefOf('groups')}>{t('groups.title')}</a> /
      </p>
      <header class="view-header">
        <h1 tabIndex={-1}>{name}</h1>
        <Button
          kind="danger"
          reason={name === settings.adminGroup ? t('reason.adminGroup') : undefined}
          onClick={() => setDeleting(true)}
        >
          {t('groups.delete')}
        </Button>
      </header>
      <Show of={group}>
        {(data) => <Settings key={data.updatedAt} group={data} onChanged={group.reload} />}
      </Show>
      <Members group={name} />
      {isDeleting && (
        <Confirm
          title={t('groups.deleteTitle', { name })}
          action={t('groups.delete')}
          danger
          typed={name}
          onConfirm={async () => {
            await call('delete', '/groups/{group}', { at: [name] });
            showToast(t('groups.deleted', { name }));
            go(hrefOf('groups'));
          }}
          onClose={() => setDeleting(false)}
        >
          <p>{t('groups.deleteText')}</p>
        </Confirm>
      )}
    </>
  );
}

function Settings({ group, onChanged }: { readonly group: Group; readonly onChanged: () => void }) {
  const [description, setDescription] = useState(group.description ?? '');
  const [precedence, setPrecedence] = useState(String(group.precedence ?? ''));
  const act = useAct();
  const changes = {
    ...(description !== (group.description ?? '') && { description }),
    ...(precedence !== String(group.precedence ?? '') &&
      precedence !== '' && { precedence: Number(precedence) }),
  };
  const isSame = Object.keys(changes).length === 0;
  const save = () =>
    act.run(async () => {
      await call('patch', '/groups/{group}', { at: [group.name], body: changes });
      showToast(t('groups.saved', { name: group.name }));
      onChanged();
    });
  return (
    <Section title={t('groups.settings')}>
      <Form
        act={act}
        onSend={save}
        submit={t('action.save')}
        reason={isSame ? t('profile.nothing') : undefined}
      >
        <Field
          label={t('groups.description')}
          autocomplete="off"
          value={description}
          onValue={setDescription}
          path="description"
        />
        <Field
          label={t('groups.precedence')}
          hint={t('groups.precedenceHint')}
          type="number"
          min={0}
          value={precedence}
          onValue={setPrecedence}
          path="precedence"
        />
      </Form>
    </Section>
  );
}
