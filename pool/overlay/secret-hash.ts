import { createHmac } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { refusal } from './request.reader';

/** SECRET_HASH: the HMAC-SHA256 of username and client id in Base64, as AWS documents it. */
export function secretHash(username: string, clientId: string, clientSecret: string): string {
  return createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');
}

/**
 * @param names the usernames from which the client may have computed the hash
 * @throws NotAuthorizedException if a confidential client's hash is missing or wrong
 */
export function requireSecretHash(
  client: AppClient,
  received: string | undefined,
  names: readonly string[],
): void {
  const { ClientId: id, ClientSecret: secret } = client;
  if (secret === undefined) {
    if (received === undefined) return;
    throw refusal(
      'NotAuthorizedException',
      `Client ${id} is not configured for secret but secret hash was received`,
    );
  }
  if (received === undefined) {
    throw refusal(
      'NotAuthorizedException',
      `Client ${id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  if (!names.some((name) => secretHash(name, id, secret) === received)) {
    throw refusal('NotAuthorizedException', `SecretHash does not match for the client: ${id}`);
  }
}

/** Whether the client sent its secret, as two actions require instead of SECRET_HASH. */
export function secretMatches(client: AppClient, received: string | undefined): boolean {
  return client.ClientSecret === received;
}
