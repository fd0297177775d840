import { startService, type Service } from '../support/service';

/** How an action that an emulator lacks is answered. */
/** An action that the endpoint does not know. */
export const NOT_HERE = { status: 501, body: { code: 'not_available_here', status: 501 } };
export const UNAVAILABLE = { status: 503, body: { code: 'cognito_unavailable', status: 503 } };

export interface LaneAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The real service before an emulator. */
export class EmulatorLane {
  private constructor(private readonly service: Service) {}

  static async start(environment: Record<string, string>): Promise<EmulatorLane> {
    const limits = { AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' };
    return new EmulatorLane(await startService({ ...environment, ...limits }));
  }

  close(): Promise<void> {
    return this.service.close();
  }

  async call(method: string, path: string, body?: unknown, token?: string): Promise<LaneAnswer> {
    const response = await this.service.call(path, { method, body, ...(token !== undefined && { token }) });
    const text = await response.text();
    const json = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, body: json };
  }

  async signIn(username: string, password: string): Promise<{ accessToken: string; refreshToken: string }> {
    const { status, body } = await this.call('POST', '/auth/sign-in', { username, password });
    if (status !== 200 || typeof body.accessToken !== 'string')
      throw new Error(`${username} is not let in: ${JSON.stringify(body)}`);
    return { accessToken: body.accessToken, refreshToken: String(body.refreshToken) };
  }

  /** What an access token is worth here: `valid`, or the code of the refusal. */
  async verdictOn(token: string): Promise<unknown> {
    const { status, body } = await this.call('GET', '/whoami', undefined, token);
    return status === 200 ? 'valid' : body.code;
  }

  /** The names of the users or groups of a list. */
  names({ body }: LaneAnswer): unknown[] {
    return (body.items as { username?: string; name?: string }[]).map(
      ({ username, name }) => username ?? name,
    );
  }
}
