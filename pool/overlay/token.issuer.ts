import { createHash, randomUUID } from 'node:crypto';
import {
  attributesToRecord,
  type User,
  type UserPoolService,
} from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { signClaims, type Claims } from '../signing-key';
import type { Session } from './session.registry';
import { acrOf, amrOf } from './sign-in/assurance';
import { customised, type TokenClaims, type TokenSource, type TokenTrigger } from './token.trigger';

/** `AuthenticationResult` without the refresh token. */
export interface RenewedTokens {
  AccessToken: string;
  IdToken: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
}

/** The input for the tokens of a user. */
interface PersonTokens {
  readonly user: User;
  readonly session: Session;
  readonly source: TokenSource;
  /** Passed to the trigger only. */
  readonly clientMetadata?: Record<string, string> | undefined;
  /** For tokens of `/oauth2/token`: the ID token gets `at_hash` and, if given, `nonce`. */
  readonly openId?: { readonly nonce?: string | undefined };
}

/** The input for the token of a machine (client credentials). */
interface MachineToken {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly clientMetadata?: Record<string, string> | undefined;
}

/** Issues the pool's tokens. Runs the pre token generation trigger, if there is one, before signing. */
export class TokenIssuer {
  constructor(
    private readonly issuer: string,
    private readonly pool: UserPoolService,
    readonly tokenSeconds: number,
    private readonly trigger: TokenTrigger | undefined,
  ) {}

  /** Issues the access and ID token of a session, with the user's current groups. @throws as `customised` */
  async forPerson({ user, session, source, clientMetadata, openId }: PersonTokens): Promise<RenewedTokens> {
    const groups = await this.pool.listUserGroupMembership(CONTEXT, user);
    const context = {
      userPoolId: this.pool.options.Id,
      source,
      clientId: session.clientId,
      scopes: session.scopes,
      clientMetadata,
      person: { user, groups },
    };
    const claims = await customised(this.trigger, context, this.#personClaims(user, groups, session));
    const accessToken = signClaims(claims.access);
    const openIdClaims = openId && { at_hash: accessTokenHash(accessToken), nonce: openId.nonce };
    return {
      AccessToken: accessToken,
      IdToken: signClaims({ ...claims.id, ...openIdClaims }),
      ExpiresIn: this.tokenSeconds,
      TokenType: 'Bearer',
    };
  }

  /** Issues an access token for a machine. @throws as `customised` */
  async forMachine(machine: MachineToken): Promise<Omit<RenewedTokens, 'IdToken'>> {
    const { clientId, scopes, clientMetadata } = machine;
    const context = {
      userPoolId: this.pool.options.Id,
      source: 'ClientCredentials' as const,
      clientId,
      scopes,
      clientMetadata,
    };
    const { access } = await customised(this.trigger, context, {
      access: {
        sub: clientId,
        token_use: 'access',
        scope: scopes.join(' '),
        ...this.#lifetime(),
        iss: this.issuer,
        auth_time: now(),
        version: 2,
        jti: randomUUID(),
        client_id: clientId,
      },
    });
    return { AccessToken: signClaims(access), ExpiresIn: this.tokenSeconds, TokenType: 'Bearer' };
  }

  #personClaims(user: User, groups: readonly string[], session: Session): TokenClaims {
    const shared: Claims = {
      sub: session.sub,
      // Cognito omits the claim for a user without groups.
      'cognito:groups': groups.length > 0 ? groups : undefined,
      iss: this.issuer,
      origin_jti: session.originJti,
      event_id: randomUUID(),
      auth_time: session.authTime,
      ...this.#lifetime(),
      ...(session.reportsAssurance && { acr: acrOf(session.passed), amr: amrOf(session.passed) }),
    };
    return {
      access: {
        ...shared,
        jti: randomUUID(),
        client_id: session.clientId,
        scope: session.scopes.join(' '),
        token_use: 'access',
        username: user.Username,
        version: 2,
        device_key: session.deviceKey,
      },
      id: {
        ...profileClaims(user),
        ...shared,
        jti: randomUUID(),
        aud: session.clientId,
        token_use: 'id',
      },
    };
  }

  #lifetime(): Claims {
    return { iat: now(), exp: now() + this.tokenSeconds };
  }
}

export function subOf(user: User): string {
  return attributesToRecord(user.Attributes)['sub'] ?? '';
}

/** `at_hash`: the left half of the access token's hash (OpenID Connect Core section 3.1.3.6). */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function profileClaims(user: User): Claims {
  const attributes = attributesToRecord(user.Attributes);
  const claims: Claims = { ...attributes, 'cognito:username': user.Username };
  // The API has these two as strings, the ID token as booleans (OpenID Connect Core section 5.1).
  for (const name of ['email_verified', 'phone_number_verified']) {
    if (attributes[name] !== undefined) claims[name] = attributes[name] === 'true';
  }
  return claims;
}
