import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { useAct } from '../ui/use-act';
import { CodeDialog, type Delivery } from './code-dialog';

const CONFIRMED = new Set(['email', 'phone_number']);

interface Props {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly onConfirmed: () => void;
}

/** Shows whether an address is confirmed, with a button to confirm it. */
export function Confirmation({ name, attributes, onConfirmed }: Props) {
  const [delivery, setDelivery] = useState<Delivery>();
  const act = useAct();
  if (!CONFIRMED.has(name) || !attributes[name]) return null;
  if (attributes[`${name}_verified`] === 'true') return <Badge tone="ok">{t('profile.verified')}</Badge>;
  const request = () =>
    act.run(async () => setDelivery(await call('post', '/me/attributes/{name}/code', { at: [name] })));
  return (
    <div class="confirmation">
      <Badge tone="warn">{t('profile.unverified')}</Badge>
      <Button busy={act.busy} onClick={() => void request()}>
        {t('profile.confirm')}
      </Button>
      <ErrorNote problem={act.problem} />
      {delivery && (
        <CodeDialog delivery={delivery} onConfirmed={onConfirmed} onClose={() => setDelivery(undefined)} />
      )}
    </div>
  );
}
