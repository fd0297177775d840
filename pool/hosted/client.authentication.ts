import { timingSafeEqual } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { Exchange } from './exchange';
import type { HostedState } from './hosted.state';

/**
 * Authenticates the client of a request to the token or revocation endpoint: by Basic authentication, or by `client_id`
 * and, for a confidential client, `client_secret` in the form. Returns undefined if it fails.
 */
export async function authenticatedClient(
  state: HostedState,
  exchange: Exchange,
  form: URLSearchParams,
): Promise<AppClient | undefined> {
  const { id, secret } = basicIn(exchange) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? undefined,
  };
  const named = form.get('client_id');
  if (named !== null && named !== id) return undefined;
  const client = await state.pool.client(id).catch(() => undefined);
  return client && isSame(client.ClientSecret, secret) ? client : undefined;
}

function basicIn({ request }: Exchange): { id: string; secret: string } | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decoded(id), secret: decoded(rest.join(':')) };
}

/** Client id and secret are form-encoded (RFC 6749 section 2.3.1). */
const decoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';

function isSame(expected: string | undefined, given: string | undefined): boolean {
  if (expected === undefined || given === undefined) return expected === given;
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
