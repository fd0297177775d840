import type {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommandOutput,
  GetIdCommandOutput,
} from '@aws-sdk/client-cognito-identity';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { CognitoSettings, IdentitySettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { AwsCredentials } from './credentials.schemas';
import { toProblem } from './identity-pool.failures';

/** A request for credentials: by a signed-in person with an ID token, or by a guest without one. */
interface IdentityRequest {
  readonly idToken?: string;
  /** The earlier identity of a returning guest. */
  readonly identityId?: string;
  readonly roleArn?: string;
}

/** The identity pool. Its actions need no IAM permissions: the SDK sends them unsigned. */
@Injectable()
export class IdentityPool implements OnApplicationShutdown {
  #client: CognitoIdentityClient | undefined;

  constructor(
    @Inject(SETTINGS.identity) private readonly settings: IdentitySettings,
    @Inject(SETTINGS.cognito) private readonly userPool: CognitoSettings,
  ) {}

  /**
   * Temporary credentials, in the enhanced flow.
   *
   * @throws Problem for every failure.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
   */
  async credentials({ idToken, identityId, roleArn }: IdentityRequest): Promise<AwsCredentials> {
    const Logins = idToken === undefined ? undefined : { [this.#provider]: idToken };
    const IdentityId = identityId ?? (await this.#identityOf(Logins));
    const { GetCredentialsForIdentityCommand } = loadSdk();
    const command = new GetCredentialsForIdentityCommand({
      IdentityId,
      ...(Logins && { Logins }),
      ...(roleArn !== undefined && { CustomRoleArn: roleArn }),
    });
    const answer = await this.#send((options) => this.#connect().send(command, options));
    return toCredentials(answer);
  }

  onApplicationShutdown(): void {
    this.#client?.destroy();
  }

  /** The name of the user pool among the providers of the identity pool: the original issuer without its scheme. */
  get #provider(): string {
    return `cognito-idp.${this.userPool.region}.amazonaws.com/${this.userPool.userPoolId}`;
  }

  async #identityOf(Logins: Record<string, string> | undefined): Promise<string> {
    const { GetIdCommand } = loadSdk();
    const command = new GetIdCommand({ IdentityPoolId: this.settings.poolId, ...(Logins && { Logins }) });
    const { IdentityId }: GetIdCommandOutput = await this.#send((options) =>
      this.#connect().send(command, options),
    );
    if (IdentityId === undefined) throw toProblem(new Error('A response without an identity'));
    return IdentityId;
  }

  async #send<Output>(send: (options: { abortSignal: AbortSignal }) => Promise<Output>): Promise<Output> {
    try {
      return await send({ abortSignal: AbortSignal.timeout(this.userPool.timeoutMs) });
    } catch (error) {
      throw toProblem(error);
    }
  }

  #connect(): CognitoIdentityClient {
    const region = this.settings.poolId?.split(':', 1)[0] ?? this.userPool.region;
    this.#client ??= new (loadSdk().CognitoIdentityClient)({ region, maxAttempts: 1 });
    return this.#client;
  }
}

const loadSdk = () =>
  require('@aws-sdk/client-cognito-identity') as typeof import('@aws-sdk/client-cognito-identity');

function toCredentials({ IdentityId, Credentials }: GetCredentialsForIdentityCommandOutput): AwsCredentials {
  const { AccessKeyId, SecretKey, SessionToken, Expiration } = Credentials ?? {};
  if (!IdentityId || !AccessKeyId || !SecretKey || !SessionToken || !Expiration) {
    throw toProblem(new Error('A response without credentials'));
  }
  return {
    identityId: IdentityId,
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretKey,
    sessionToken: SessionToken,
    expiresAt: Expiration.toISOString(),
  };
}
