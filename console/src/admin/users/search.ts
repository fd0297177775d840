/** A filter in Cognito's grammar. */
export type Filter = string;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const PHONE = /^(?:\+|00)?[\d ()./-]{3,}$/;

/**
 * The filters to try for a search text, in order: the second is used only if the first finds nobody. The kind of
 * identifier is guessed from its format, and each of them could also be a username.
 */
export function searchPlan(text: string): readonly Filter[] {
  const value = text.trim();
  if (value === '') return [];
  if (UUID.test(value)) return [equals('sub', value.toLowerCase()), equals('username', value)];
  if (value.includes('@')) return [begins('email', value), begins('username', value)];
  if (PHONE.test(value)) return [begins('phone_number', phoneOf(value)), begins('username', value)];
  return [begins('username', value), begins('email', value)];
}

/** The states by which users can be filtered. */
export const STATES = ['Enabled', 'Disabled'] as const;
export const STATUSES = [
  'CONFIRMED',
  'UNCONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'EXTERNAL_PROVIDER',
] as const;

/** The filter of a state or status. Cognito accepts only one filter at a time. */
export const statusFilter = (status: string): Filter =>
  (STATES as readonly string[]).includes(status)
    ? equals('status', status)
    : equals('cognito:user_status', status);

/** Whether a user has the state or status; applied to the pages of a search. */
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

/** Escapes quotation marks and backslashes, and removes control characters, which no identifier contains. */
const escaped = (value: string): string =>
  value.replaceAll(/\p{Cc}/gu, '').replaceAll(/["\\]/g, String.raw`\$&`);

/** The number in E.164 format, as the pool stores it. */
function phoneOf(value: string): string {
  const digits = value.replaceAll(/\D/g, '');
  return value.startsWith('00') ? `+${digits.slice(2)}` : `+${digits}`;
}
