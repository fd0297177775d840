import { parseSettings, SettingsError } from './settings';

const SECRET = Buffer.alloc(32, 1).toString('base64');
const GIVEN = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_Abc123',
  COGNITO_CLIENT_IDS: 'web,machine',
  COGNITO_CLIENT_SECRETS: 'web=secret',
  BROWSER_SESSIONS: 'on',
  PUBLIC_URL: 'https://app.example.com',
  SESSION_SECRET: SECRET,
};

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    parseSettings({ ...GIVEN, ...environment });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map((line) => line.split(':', 1)[0] ?? '');
    throw error;
  }
};

describe('the settings of browser sessions', () => {
  it('have the documented defaults', () => {
    expect(parseSettings(GIVEN).browser).toEqual({
      publicUrl: 'https://app.example.com',
      clientId: 'web',
      clientSecret: 'secret',
      domain: undefined,
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      providers: [],
      idleMs: 1440 * 60_000,
      maximumMs: 720 * 3_600_000,
      secrets: [Buffer.alloc(32, 1)],
      console: true,
    });
  });

  it('are off by default', () => {
    expect(parseSettings({ ...GIVEN, BROWSER_SESSIONS: '' }).browser).toBeUndefined();
  });

  it('accept several secrets', () => {
    const other = Buffer.alloc(48, 2);
    const { browser } = parseSettings({ ...GIVEN, SESSION_SECRET: `${SECRET}, ${other.toString('base64')}` });
    expect(browser?.secrets).toEqual([Buffer.alloc(32, 1), other]);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://app.localhost', 'http://[::1]:3000'])(
    'accept %s as PUBLIC_URL and COGNITO_DOMAIN, but not in production',
    (address) => {
      const both = { PUBLIC_URL: address, COGNITO_DOMAIN: address };
      expect(problemsOf(both)).toEqual([]);
      expect(problemsOf({ ...both, NODE_ENV: 'production' }).toSorted()).toEqual([
        'COGNITO_DOMAIN',
        'PUBLIC_URL',
      ]);
    },
  );

  it.each([
    ['PUBLIC_URL', 'http://app.example.com'],
    ['PUBLIC_URL', 'http://localhost.evil.example'],
    ['COGNITO_DOMAIN', 'http://auth.example.com'],
    ['COGNITO_DOMAIN', 'https://auth.example.com/login'],
    ['SESSION_SECRET', Buffer.alloc(31).toString('base64')],
    ['SESSION_SECRET', `${SECRET},short`],
    ['SESSION_SECRET', 'not base64 at all, not base64 at all, not base64'],
    ['SESSION_CLIENT_ID', 'machine'],
    ['SESSION_CLIENT_ID', 'unknown'],
    ['SESSION_SCOPES', 'email profile'],
    ['SESSION_IDLE_MINUTES', '0'],
    ['SESSION_MAX_HOURS', 'x'],
    ['CONSOLE', 'yes'],
    ['BROWSER_SESSIONS', 'true'],
  ])('refuse %s=%s', (name, value) => {
    expect(new Set(problemsOf({ [name]: value }))).toEqual(new Set([name]));
  });
});
