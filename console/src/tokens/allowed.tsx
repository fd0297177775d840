import { t } from '../messages/messages';
import { Badge } from '../ui/badge';

/** A badge that shows whether a call is allowed or a requirement is met. */
export function Allowed({ allowed }: { readonly allowed: boolean | 'depends' | 'unknown' }) {
  if (allowed === true) return <Badge tone="ok">{t('routes.yes')}</Badge>;
  if (allowed === false) return <Badge tone="danger">{t('routes.no')}</Badge>;
  return <Badge tone="warn">{t(`routes.${allowed}`)}</Badge>;
}
