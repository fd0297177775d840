import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, type TestKey } from '../support/tokens';

/** The application under attack: its key, its key server, and every token that was sent to it. */
export interface Target {
  readonly key: TestKey;
  readonly keyServer: KeyServer;
  readonly service: Service;
  readonly sent: string[];
  /** Calls `/whoami` with the token and records the token. */
  call(token: string, path?: string): Promise<Response>;
  close(): Promise<void>;
}

export async function startTarget(environment: Record<string, string> = {}): Promise<Target> {
  const key = makeKey();
  const keyServer = await startKeyServer(key);
  const service = await startService({
    ...TEST_ENVIRONMENT,
    COGNITO_JWKS_URI: keyServer.url,
    ...environment,
  });
  const sent: string[] = [];
  return {
    key,
    keyServer,
    service,
    sent,
    call: (token, path = '/whoami') => {
      sent.push(token);
      return service.call(path, { token });
    },
    close: async () => {
      await service.close();
      await keyServer.close();
    },
  };
}

/** The challenges of RFC 6750 section 3, as the service writes them. */
const CHALLENGES = {
  none: /^Bearer realm="lifeguard"$/,
  invalid_token: /^Bearer realm="lifeguard", error="invalid_token", error_description="[^"\\]+"$/,
  invalid_request: /^Bearer realm="lifeguard", error="invalid_request", error_description="[^"\\]+"$/,
} as const;

const REFUSALS = {
  token_missing: { status: 401, challenge: CHALLENGES.none },
  token_invalid: { status: 401, challenge: CHALLENGES.invalid_token },
  token_expired: { status: 401, challenge: CHALLENGES.invalid_token },
  token_revoked: { status: 401, challenge: CHALLENGES.invalid_token },
  invalid_request: { status: 400, challenge: CHALLENGES.invalid_request },
  forbidden: { status: 403, challenge: undefined },
  keys_unavailable: { status: 503, challenge: undefined },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

interface Answer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  text(): Promise<string>;
}

/** Expects a refusal: status, code, challenge, problem document, and no part of the token. */
export async function expectRefusal(answer: Answer, code: RefusalCode, token = ''): Promise<void> {
  const text = await answer.text();
  const { status, challenge } = REFUSALS[code];
  expect({ status: answer.status, ...(JSON.parse(text) as object) }).toEqual({
    status,
    code,
    type: `urn:lifeguard:problem:${code}`,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
    requestId: answer.headers.get('x-request-id'),
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const given = answer.headers.get('www-authenticate');
  if (challenge) expect(given).toMatch(challenge);
  else expect(given).toBeNull();
  for (const part of partsOf(token)) expect(`${text} ${given}`).not.toContain(part);
}

/** The parts of a token that would identify it. Short parts may occur by chance. */
export const partsOf = (token: string): string[] => token.split('.').filter((part) => part.length >= 24);

/** Expects that no log line contains a part of a token that was sent. */
export function expectNothingLogged({ service, sent }: Target): void {
  expect(service.log.length).toBeGreaterThan(0);
  const log = service.log.join('\n');
  expect(sent.length).toBeGreaterThan(0);
  // The end of a part identifies it too, so a log that truncates long texts is also caught.
  for (const token of sent)
    for (const part of partsOf(token)) expect(log.includes(part.slice(0, 24))).toBe(false);
}
