import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Form } from '../../ui/form';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';

export function CreateGroup({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [precedence, setPrecedence] = useState('');
  const act = useAct();
  const create = async () => {
    const body = {
      name,
      ...(description !== '' && { description }),
      ...(precedence !== '' && { precedence: Number(precedence) }),
    };
    const isDone = await act.run(async () => {
      await call('post', '/groups', { body });
      showToast(t('groups.created', { name }));
      go(hrefOf('groups', name));
    });
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('groups.createTitle')} onClose={onClose}>
      <Form act={act} onSend={create} submit={t('groups.createSubmit')} onCancel={onClose}>
        <Field
          label={t('groups.name')}
          required
          maxLength={128}
          autocomplete="off"
          value={name}
          onValue={setName}
          path="name"
        />
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
    </Dialog>
  );
}
