import { createDeviceVerifier } from 'cognito-srp-helper';
import { totp } from '../../pool/totp';

type Json = Readonly<Record<string, unknown>>;

/** A program of a user that calls the service with its own token, in addition to the browser. */
export class ApiClient {
  private constructor(
    private readonly url: string,
    private readonly signedIn: Json,
  ) {}

  static async signIn(url: string, username: string, password: string): Promise<ApiClient> {
    return new ApiClient(url, await send(`${url}/auth/sign-in`, 'POST', { username, password }));
  }

  post(path: string, body?: Json): Promise<Json> {
    return send(this.url + path, 'POST', body, String(this.signedIn['accessToken']));
  }

  /** Confirms the device of this sign-in, as an application does to have it remembered. */
  async confirmDevice(name: string): Promise<void> {
    const { key, groupKey } = this.signedIn['newDevice'] as { key: string; groupKey: string };
    const { DeviceSecretVerifierConfig: verifier } = createDeviceVerifier(key, groupKey);
    const { PasswordVerifier: passwordVerifier, Salt: salt } = verifier;
    await this.post('/me/devices', { key, name, passwordVerifier, salt });
  }

  async setUpAuthenticatorApp(): Promise<void> {
    const { secret } = await this.post('/me/mfa/totp');
    await this.post('/me/mfa/totp/verify', { code: totp(String(secret)) });
  }
}

async function send(url: string, method: string, body?: Json, token?: string): Promise<Json> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Json);
}
