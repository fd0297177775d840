import { withDefault } from './setting';
import { rate } from './value.schemas';

/** Rate limits; undefined for one that is off. */
export const limits = {
  auth: withDefault('AUTH_RATE_LIMIT', '60/60', rate, {
    meaning: '`<requests>/<seconds>` for one client address (IPv6: one /64) on `/auth`, or `off`',
  }),
  account: withDefault('ACCOUNT_RATE_LIMIT', '20/600', rate, {
    meaning:
      '`<failures>/<seconds>` for one account on `/auth`, from any address, or `off`; each further failure doubles a delay',
  }),
  principal: withDefault('RATE_LIMIT', 'off', rate, {
    meaning: '`<requests>/<seconds>` for one principal on all other routes, or `off`',
  }),
};
