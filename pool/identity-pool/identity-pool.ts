import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { awsCallOf, LoopbackServer, sendAws, type AwsCall } from '../loopback.server';
import { verifiedClaims } from '../signing-key';
import { roleOf, type RoleMapping } from './role.mapping';

/** A request that the stub has received. */
interface IdentityCall extends AwsCall {
  readonly authorization: string | undefined;
}

interface IdentityPoolOptions {
  readonly userPoolId: string;
  readonly region: string;
  /** The app clients whose ID tokens the identity pool accepts. */
  readonly clientIds: readonly string[];
  /** Whether callers without a token get credentials. */
  readonly guests?: boolean;
  readonly roles?: RoleMapping;
}

/** An exception of Cognito Identity. */
class Refusal extends Error {
  constructor(
    readonly exception: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

const HOUR_SECONDS = 3600;

/**
 * An identity pool for the demo and the tests. It verifies ID tokens with the key of the embedded pool, keeps one
 * identity per user, and chooses roles by rules or by the token. It is our own code, so tests against it prove nothing
 * about AWS itself.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 */
export class IdentityPoolStub {
  readonly id = 'us-east-1:11111111-2222-3333-4444-555555555555';
  readonly calls: IdentityCall[] = [];
  /** If set, further calls fail with this exception, or get no response (`silent`). */
  failure: { readonly exception: string; readonly status?: number } | 'silent' | undefined;
  readonly #identities = new Map<string, string>();

  readonly #server = new LoopbackServer((request, response) => this.#answer(request, response));

  private constructor(private readonly options: IdentityPoolOptions) {}

  static async start(options: IdentityPoolOptions): Promise<IdentityPoolStub> {
    const stub = new IdentityPoolStub(options);
    await stub.#server.listen();
    return stub;
  }

  /** The environment variables that point Lifeguard at this pool. */
  env(): Record<string, string> {
    return {
      COGNITO_IDENTITY_POOL_ID: this.id,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY: this.#server.url,
      ...(this.options.guests && { IDENTITY_POOL_GUESTS: 'on' }),
    };
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { target, body } = await awsCallOf(request);
    this.calls.push({ target, body, authorization: request.headers.authorization });
    if (this.failure === 'silent') return;
    try {
      if (this.failure) throw new Refusal(this.failure.exception, 'Told to fail', this.failure.status);
      sendAws(response, 200, this.#carryOut(target, body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendAws(response, error.status, { __type: error.exception, message: error.message });
    }
  }

  #carryOut(target: string, body: Readonly<Record<string, unknown>>): object {
    const claims = this.#claimsOf(body['Logins'] as Readonly<Record<string, string>> | undefined);
    switch (target) {
      case 'AWSCognitoIdentityService.GetId':
        if (body['IdentityPoolId'] !== this.id)
          throw new Refusal('ResourceNotFoundException', 'No such identity pool');
        return { IdentityId: this.#identityOf(claims) };
      case 'AWSCognitoIdentityService.GetCredentialsForIdentity':
        return this.#credentials(body, claims);
      default:
        throw new Refusal('UnknownOperationException', target);
    }
  }

  /** The claims of the ID token; undefined for a guest. */
  #claimsOf(
    logins: Readonly<Record<string, string>> | undefined,
  ): Readonly<Record<string, unknown>> | undefined {
    const { region, userPoolId, clientIds, guests } = this.options;
    const [[provider, token] = [], ...others] = Object.entries(logins ?? {});
    if (provider === undefined || token === undefined) {
      if (guests) return undefined;
      throw new Refusal(
        'NotAuthorizedException',
        'Unauthenticated access is not supported for this identity pool.',
      );
    }
    if (others.length > 0 || provider !== `cognito-idp.${region}.amazonaws.com/${userPoolId}`) {
      throw new Refusal('NotAuthorizedException', "Invalid login token. Issuer doesn't match providerName");
    }
    const claims = verifiedClaims(token);
    if (!claims)
      throw new Refusal(
        'NotAuthorizedException',
        'Invalid login token. Not a valid OpenId Connect identity token.',
      );
    if (typeof claims['aud'] !== 'string')
      throw new Refusal('NotAuthorizedException', 'Invalid login token. Missing a required claim: aud');
    if (claims['token_use'] !== 'id' || !clientIds.includes(claims['aud'])) {
      throw new Refusal(
        'NotAuthorizedException',
        'Token is not from a supported provider of this identity pool.',
      );
    }
    if (Number(claims['exp']) <= Date.now() / 1000)
      throw new Refusal('NotAuthorizedException', 'Invalid login token. Token expired');
    return claims;
  }

  #identityOf(claims: Readonly<Record<string, unknown>> | undefined): string {
    const key = claims === undefined ? `guest:${randomUUID()}` : String(claims['sub']);
    const identity = this.#identities.get(key) ?? `us-east-1:${randomUUID()}`;
    this.#identities.set(key, identity);
    return identity;
  }

  #credentials(
    body: Readonly<Record<string, unknown>>,
    claims: Readonly<Record<string, unknown>> | undefined,
  ): object {
    const identity = String(body['IdentityId']);
    const [owner] = [...this.#identities].find(([, known]) => known === identity) ?? [];
    const isOwn = claims === undefined ? owner?.startsWith('guest:') : owner === claims['sub'];
    if (!isOwn) throw new Refusal('ResourceNotFoundException', `Identity '${identity}' not found.`);
    const chosen = claims && roleOf(claims, this.options.roles, body['CustomRoleArn'] as string | undefined);
    if (chosen?.denied !== undefined) throw new Refusal(chosen.denied, chosen.message ?? '');
    return {
      IdentityId: identity,
      Credentials: {
        AccessKeyId: `ASIA${chosen?.role ?? 'GUEST'}`,
        SecretKey: 'secret-key-of-the-stub',
        SessionToken: 'session-token-of-the-stub',
        Expiration: Math.floor(Date.now() / 1000) + HOUR_SECONDS,
      },
    };
  }
}
