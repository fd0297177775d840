import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Exchange } from './exchange';

const COOKIE = 'XSRF-TOKEN';
const HOUR_SECONDS = 3600;

/** The name of the field that every form of the domain has. */
export const CSRF_FIELD = '_csrf';

/** The same in a cookie and in the form: another site can send neither. */
export function csrfToken(exchange: Exchange): string {
  const token = exchange.cookie(COOKIE) ?? randomBytes(16).toString('hex');
  exchange.setCookie(COOKIE, token, HOUR_SECONDS);
  return token;
}

/** Whether a form is one that this domain has shown to this browser. */
export function isOwnForm(form: URLSearchParams, exchange: Exchange): boolean {
  const [given, expected] = [form.get(CSRF_FIELD), exchange.cookie(COOKIE)];
  if (given === null || expected === undefined || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
