/** One question to the list of users, in Cognito's filter grammar. */
export type Filter = string;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const PHONE = /^(?:\+|00)?[\d ()./-]{3,}$/;

/**
 * What to ask for, in order: the second is asked only where the first finds nobody. An identifier is known by its looks,
 * and each of them may be a username as well.
 */
export function searchPlan(text: string): readonly Filter[] {
  const value = text.trim();
  if (value === '') return [];
  if (UUID.test(value)) return [equals('sub', value.toLowerCase()), equals('username', value)];
  if (value.includes('@')) return [begins('email', value), begins('username', value)];
  if (PHONE.test(value)) return [begins('phone_number', phoneOf(value)), begins('username', value)];
  return [begins('username', value), begins('email', value)];
}

/** Filters by what a user is, beside a search. */
export const STATES = ['Enabled', 'Disabled'] as const;
export const STATUSES = [
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
] as const;

/** The filter of a state or status. Cognito takes one filter at a time. */
export const statusFilter = (status: string): Filter =>
  (STATES as readonly string[]).includes(status)
    ? equals('status', status)
    : equals('cognito:user_status', status);

/** Whether a user is what the filter asks for; for pages that were found by a search. */
export function hasStatus(
  user: { readonly enabled: boolean; readonly status: string },
  status: string,
): boolean {
  if (status === '') return true;
  if (status === 'Enabled') return user.enabled;
  return status === 'Disabled' ? !user.enabled : user.status === status;
}

const equals = (name: string, value: string): Filter => `${name} = "${escaped(value)}"`;
const begins = (name: string, value: string): Filter => `${name} ^= "${escaped(value)}"`;

/** A quotation mark and a backslash end a value unless they are escaped; a control character is in no identifier. */
const escaped = (value: string): string =>
  value.replaceAll(/\p{Cc}/gu, '').replaceAll(/["\\]/g, String.raw`\$&`);

/** Numbers lie in the pool in the form of E.164. */
function phoneOf(value: string): string {
  const digits = value.replaceAll(/\D/g, '');
  return value.startsWith('00') ? `+${digits.slice(2)}` : `+${digits}`;
}
