import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { endProcess } from '../support/end-process';
import { freePort } from '../support/free-port';
import { until } from '../support/until';

const PROGRAM = 'moto_server';
const START_MS = 30_000;
const REGION = 'us-east-1';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const PASSWORD = 'Correct-Horse-7';

/** Whether the program exists and runs: a name on the PATH may be a broken link. */
const runs = (): boolean => spawnSync(PROGRAM, ['--help'], { timeout: START_MS }).status === 0;

/** `describe`, visibly skipped where there is no moto. */
export function describeWithMoto(title: string, tests: () => void): void {
  if (runs()) describe(title, tests);
  else describe.skip(`${title} (skipped: no ${PROGRAM} that runs on the PATH)`, tests);
}

/** moto as a separate process, with a pool that has `root` (admin), `alice` and `bob`. */
export class Moto {
  readonly password = PASSWORD;

  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: string,
    private readonly ids: { readonly pool: string; readonly client: string },
  ) {}

  static async start(): Promise<Moto> {
    const port = await freePort();
    const child = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', String(port)], {
      env: { ...process.env, MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP: 'true' },
      stdio: 'ignore',
    });
    const endpoint = `http://127.0.0.1:${port}`;
    try {
      await until('moto answers', () => answers(endpoint, child), START_MS);
      return new Moto(child, endpoint, await makePool(endpoint));
    } catch (error) {
      await endProcess(child, 'SIGKILL');
      throw error;
    }
  }

  /** The environment that points Lifeguard at it: the issuer in its tokens is not its address. */
  env(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      AWS_REGION: REGION,
      COGNITO_USER_POOL_ID: this.ids.pool,
      COGNITO_CLIENT_IDS: this.ids.client,
      COGNITO_ISSUER: `https://cognito-idp.${REGION}.amazonaws.com/${this.ids.pool}`,
      COGNITO_JWKS_URI: `${this.endpoint}/${this.ids.pool}/.well-known/jwks.json`,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: this.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
  }

  close(): Promise<void> {
    return endProcess(this.child, 'SIGKILL');
  }
}

async function answers(endpoint: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`moto ended with status ${child.exitCode}`);
  const response = await fetch(`${endpoint}/moto-api/`).catch(() => undefined);
  return response?.ok === true;
}

async function makePool(endpoint: string): Promise<{ pool: string; client: string }> {
  const client = new CognitoIdentityProviderClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const { UserPool: made } = await client.send(new CreateUserPoolCommand({ PoolName: 'lane' }));
  const UserPoolId = made?.Id ?? '';
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const;
  const { UserPoolClient: app } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'public',
      ExplicitAuthFlows: [...ExplicitAuthFlows],
    }),
  );
  for (const [GroupName, Precedence] of [
    ['admin', 1],
    ['support', 10],
  ] as const)
    await client.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence }));
  for (const Username of ['alice', 'bob', 'root']) {
    const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
    await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
    );
    await client.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
    );
  }
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'root', GroupName: 'admin' }));
  client.destroy();
  return { pool: UserPoolId, client: app?.ClientId ?? '' };
}
