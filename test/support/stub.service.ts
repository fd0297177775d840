import { startService, TEST_ENVIRONMENT, type Service } from './service';
import { CLIENT_ID } from './tokens';
import { CognitoStub } from './cognito-stub';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The service in front of a stub endpoint, called over HTTP at its `/auth` routes. */
export class AuthService {
  private constructor(
    readonly stub: CognitoStub,
    readonly service: Service,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<AuthService> {
    const stub = await CognitoStub.start();
    const service = await startService({
      ...TEST_ENVIRONMENT,
      // Nothing here needs a key: no route is called with a token.
      COGNITO_JWKS_URI: 'http://127.0.0.1:9/keys',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
      ACCOUNT_RATE_LIMIT: 'off',
      ...environment,
    });
    return new AuthService(stub, service);
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const response = await this.service.call(path, { method: 'POST', body, headers });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.stub.close();
  }
}

/** Settings of a confidential app client, and the secret. */
export const SECRET = 'topsecret';
export const CONFIDENTIAL = { COGNITO_CLIENT_SECRETS: `${CLIENT_ID}=${SECRET}` };
