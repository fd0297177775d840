import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Exchange } from './exchange';

const COOKIE = 'XSRF-TOKEN';
const HOUR_SECONDS = 3600;

/** The name of the CSRF field in every form of the domain. */
export const CSRF_FIELD = '_csrf';

/** The CSRF token (double submit): the same value in a cookie and in the form. */
export function csrfToken(exchange: Exchange): string {
  const token = exchange.cookie(COOKIE) ?? randomBytes(16).toString('hex');
  exchange.setCookie(COOKIE, token, HOUR_SECONDS);
  return token;
}

/** Whether a form was shown to this browser by this domain. */
export function isOwnForm(form: URLSearchParams, exchange: Exchange): boolean {
  const [given, expected] = [form.get(CSRF_FIELD), exchange.cookie(COOKIE)];
  if (given === null || expected === undefined || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
