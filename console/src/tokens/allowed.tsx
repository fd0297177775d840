import { t } from '../messages/messages';
import { Badge } from '../ui/badge';

/** Whether something is open, or a requirement met. */
export function Allowed({ allowed }: { readonly allowed: boolean | 'depends' | 'unknown' }) {
  if (allowed === true) return <Badge tone="ok">{t('routes.yes')}</Badge>;
  if (allowed === false) return <Badge tone="danger">{t('routes.no')}</Badge>;
  return <Badge tone="warn">{t(`routes.${allowed}`)}</Badge>;
}
