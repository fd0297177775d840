import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNote, faultOf } from '../../ui/error-note';
import { Field } from '../../ui/field';
import { tell } from '../../ui/toasts';
import { onSubmit, useAct } from '../../ui/use-act';

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
      tell(t('groups.created', { name }));
      go(hrefOf('groups', name));
    });
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('groups.createTitle')} onClose={onClose}>
      <form onSubmit={onSubmit(create)}>
        <Field
          label={t('groups.name')}
          required
          maxLength={128}
          autocomplete="off"
          value={name}
          onValue={setName}
          error={faultOf(act.problem, 'name')}
        />
        <Field
          label={t('groups.description')}
          autocomplete="off"
          value={description}
          onValue={setDescription}
          error={faultOf(act.problem, 'description')}
        />
        <Field
          label={t('groups.precedence')}
          hint={t('groups.precedenceHint')}
          type="number"
          min={0}
          value={precedence}
          onValue={setPrecedence}
          error={faultOf(act.problem, 'precedence')}
        />
        <ErrorNote problem={act.problem} shownFields={['name', 'description', 'precedence']} />
        <div class="buttons">
          <Button type="submit" kind="primary" busy={act.busy}>
            {t('groups.createSubmit')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
