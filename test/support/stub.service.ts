import { CognitoStub } from './cognito-stub';
import { Service, startInstances, TEST_ENVIRONMENT, type Instances } from './service';
import { CLIENT_ID } from './tokens';

/** The real service with a stub of Cognito, which records requests and returns configured answers. */
export class StubService extends Service {
  private constructor(
    instances: Instances,
    readonly stub: CognitoStub,
  ) {
    super(instances);
  }

  /** Starts both. Without `COGNITO_JWKS_URI` there are no keys: no route can be called with a token. */
  static async start(environment: Record<string, string> = {}): Promise<StubService> {
    const stub = await CognitoStub.start();
    const instances = await startInstances({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
      ACCOUNT_RATE_LIMIT: 'off',
      ...environment,
    });
    return new StubService(instances, stub);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.stub.close();
  }
}

/** Settings of a confidential app client, and the secret. */
export const SECRET = 'topsecret';
export const CONFIDENTIAL = { COGNITO_CLIENT_SECRETS: `${CLIENT_ID}=${SECRET}` };
