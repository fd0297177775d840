import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { duringAttack, type Harm } from './bystander';

/** `npm run abuse` repeats each attack. */
export const ROUNDS = process.env.ABUSE === 'long' ? 20 : 1;

/**
 * Limits for a busy machine. Without the defence under test, each of these attacks exceeded them several
 * times.
 */
const MOST_WAIT_MS = 1000;
const MOST_GROWTH_MIB = 220;

/** The real service as a process with a stub of Cognito that refuses every sign-in. */
export class AttackedService {
  private constructor(
    readonly process: ServiceProcess,
    readonly cognito: CognitoStub,
    /** The token of a known caller. */
    readonly token: string,
    private readonly keyServer: KeyServer,
  ) {}

  /** @param settings in addition, by the address of the stub. */
  static async start(settings: (cognitoUrl: string) => Record<string, string>): Promise<AttackedService> {
    const key = makeKey();
    const keyServer = await startKeyServer(key);
    const cognito = await CognitoStub.start();
    cognito.on('InitiateAuth', exception('NotAuthorizedException'));
    const process = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      NODE_ENV: 'test',
      ...settings(cognito.url),
    });
    await process.ready();
    return new AttackedService(process, cognito, signToken(key, userClaims()), keyServer);
  }

  get url(): string {
    return this.process.url;
  }

  /** Sends requests as the known caller, so that their modules are loaded before memory is measured. */
  async warmUp(...paths: string[]): Promise<void> {
    for (const path of paths) await this.process.ask(path, { token: this.token });
  }

  /** Runs an attack `ROUNDS` times while the known caller keeps calling, and returns its effect on that caller. */
  under(attack: () => Promise<unknown>): Promise<Harm> {
    return duringAttack(this.process, this.token, async () => {
      for (let round = 0; round < ROUNDS; round += 1) await attack();
    });
  }

  async close(): Promise<void> {
    await this.process.stop();
    await this.keyServer.close();
    await this.cognito.close();
  }
}

/** Fails if an attack made the known caller wait long or used much memory. */
export function expectLittleHarm({ longestWaitMs, growthMiB }: Harm): void {
  expect(longestWaitMs).toBeLessThan(MOST_WAIT_MS);
  expect(growthMiB).toBeLessThan(MOST_GROWTH_MIB);
}
