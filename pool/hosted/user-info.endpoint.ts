import { attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { subOf } from '../overlay/token.issuer';
import { verifiedClaims, type Claims } from '../signing-key';
import type { Exchange } from './exchange';
import type { HostedState } from './hosted.state';

/** The attributes that a scope gives access to (OpenID Connect Core section 5.4). */
const BY_SCOPE: Readonly<Record<string, (attribute: string) => boolean>> = {
  email: (name) => name.startsWith('email'),
  phone: (name) => name.startsWith('phone_number'),
  profile: (name) => !/^(?:sub$|email|phone_number)/u.test(name),
};

/**
 * `GET /oauth2/userInfo`, for an access token with the scope `openid`. All values are strings.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export async function userInfo(state: HostedState, exchange: Exchange): Promise<void> {
  const bearer = /^Bearer ([\w.-]+)$/iu.exec(exchange.request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) {
    return exchange.json(400, { error: 'invalid_request', error_description: 'Access token is missing' });
  }
  const claims = verifiedClaims(bearer);
  const user = claims && (await userOf(state, claims));
  if (!claims || !user) {
    return exchange.json(401, {
      error: 'invalid_token',
      error_description:
        'Access token is expired, disabled, or deleted, or the user has globally signed out.',
    });
  }
  exchange.json(200, membersFor(user, scopesIn(claims)));
}

async function userOf(state: HostedState, claims: Claims): Promise<User | undefined> {
  const { pool, sessions, issuer } = state.pool;
  const isGood =
    claims['iss'] === issuer &&
    claims['token_use'] === 'access' &&
    Number(claims['exp']) > Date.now() / 1000 &&
    scopesIn(claims).includes('openid') &&
    !sessions.isRevoked(claims);
  const users = isGood ? await pool.listUsers(CONTEXT) : [];
  return users.find((user) => subOf(user) === claims['sub'] && user.Enabled);
}

const scopesIn = ({ scope }: Claims): string[] => (typeof scope === 'string' ? scope.split(' ') : []);

function membersFor(user: User, scopes: readonly string[]): Record<string, string> {
  const attributes = Object.entries(attributesToRecord(user.Attributes));
  const opened = attributes.filter(([name]) => scopes.some((scope) => BY_SCOPE[scope]?.(name)));
  return { sub: subOf(user), username: user.Username, ...Object.fromEntries(opened) };
}
