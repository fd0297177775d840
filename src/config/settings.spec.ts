import { acceptsEmulatorKeys } from './emulator-keys';
import { parseSettings, SettingsError } from './settings';

const REQUIRED = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_Abc123',
  COGNITO_CLIENT_IDS: 'web,machine',
};

const problemsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe('settings', () => {
  it('have the documented defaults', () => {
    expect(parseSettings(REQUIRED)).toMatchObject({
      http: {
        port: 3000,
        host: '0.0.0.0',
        publicUrl: undefined,
        corsOrigins: [],
        corsAllowedHeaders: [],
        corsExposedHeaders: [],
        trustProxy: false,
      },
      cognito: {
        authClientId: 'web',
        timeoutMs: 5000,
        issuer: undefined,
        issuerType: undefined,
        replicaRegions: undefined,
        jwksUri: undefined,
        clientSecrets: new Map(),
      },
      access: { adminGroup: 'admin', resourceServer: 'lifeguard', clockToleranceSeconds: 5 },
      limits: {
        auth: { limit: 60, seconds: 60 },
        account: { limit: 20, seconds: 600 },
        principal: undefined,
      },
      store: { redis: undefined },
      observability: { logLevel: 'info', metricsPort: undefined, tracesEndpoint: undefined },
      shutdown: { delaySeconds: 0, timeoutSeconds: 10 },
      runtime: { environment: undefined },
    });
  });

  it.each([
    ['development', true],
    ['test', true],
    ['production', false],
    ['prod', false],
    ['Production', false],
    ['Development', false],
    ['staging', false],
    [undefined, false],
  ])('accept the signing keys of emulators with NODE_ENV=%s: %s', (NODE_ENV, expected) => {
    expect(acceptsEmulatorKeys(parseSettings({ ...REQUIRED, NODE_ENV }))).toBe(expected);
  });

  it('include the forms of the issuer and the regions of replicas', () => {
    const more = { COGNITO_ISSUER_TYPE: 'original', COGNITO_REPLICA_REGIONS: 'us-east-1, us-west-2' };
    expect(parseSettings({ ...REQUIRED, ...more }).cognito).toMatchObject({
      issuerType: 'original',
      replicaRegions: ['us-east-1', 'us-west-2'],
    });
  });

  it.each([
    ['COGNITO_ISSUER_TYPE', { COGNITO_ISSUER: 'https://issuer', COGNITO_ISSUER_TYPE: 'both' }],
    ['COGNITO_REPLICA_REGIONS', { COGNITO_ISSUER: 'https://issuer', COGNITO_REPLICA_REGIONS: 'us-west-2' }],
    ['COGNITO_REPLICA_REGIONS', { COGNITO_ISSUER_TYPE: 'updated', COGNITO_REPLICA_REGIONS: 'us-west-2' }],
    ['COGNITO_ISSUER_TYPE', { COGNITO_ISSUER_TYPE: 'Both' }],
    ['COGNITO_REPLICA_REGIONS', { COGNITO_REPLICA_REGIONS: 'us-west-2, Ohio' }],
  ])('refuse a %s that is invalid or has no effect: %j', (name, more) => {
    expect(problemsOf({ ...REQUIRED, ...more })).toEqual([expect.stringContaining(`${name}: `)]);
  });

  it('treat an empty variable as not set', () => {
    expect(parseSettings({ ...REQUIRED, PORT: '', COGNITO_AUTH_CLIENT_ID: ' ' }).http.port).toBe(3000);
  });

  const given: [string, string, object][] = [
    ['PORT', '0', { http: { port: 0 } }],
    ['COGNITO_CLIENT_IDS', ' web , machine,web ', { cognito: { clientIds: ['web', 'machine'] } }],
    ['COGNITO_CLIENT_SECRETS', 'web=a=b==', { cognito: { clientSecrets: new Map([['web', 'a=b==']]) } }],
    ['COGNITO_AUTH_CLIENT_ID', 'machine', { cognito: { authClientId: 'machine' } }],
    ['AUTH_RATE_LIMIT', 'off', { limits: { auth: undefined } }],
    ['AUTH_RATE_LIMIT', '5/10', { limits: { auth: { limit: 5, seconds: 10 } } }],
    ['RATE_LIMIT', '100/1', { limits: { principal: { limit: 100, seconds: 1 } } }],
    ['RATE_LIMIT', 'off', { limits: { principal: undefined } }],
    [
      'CORS_ORIGINS',
      'https://a.example,http://localhost:5173',
      { http: { corsOrigins: ['https://a.example', 'http://localhost:5173'] } },
    ],
    ['TRUST_PROXY', 'true', { http: { trustProxy: true } }],
    ['TRUST_PROXY', '2', { http: { trustProxy: 2 } }],
    ['TRUST_PROXY', '10.0.0.0/8,loopback', { http: { trustProxy: ['10.0.0.0/8', 'loopback'] } }],
    [
      'SELF_WRITABLE_ATTRIBUTES',
      'name,custom:tenant',
      { access: { selfWritableAttributes: new Set(['name', 'custom:tenant']) } },
    ],
    ['PUBLIC_URL', 'https://api.example.com', { http: { publicUrl: 'https://api.example.com' } }],
    [
      'PUBLIC_URL',
      'http://localhost:3000/guard/v1',
      { http: { publicUrl: 'http://localhost:3000/guard/v1' } },
    ],
    ['PROPAGATE_CLIENT_ADDRESS', 'off', { cognito: { propagateClientAddress: false } }],
    ['TOTP_ISSUER', 'Example & Co', { cognito: { totpIssuer: 'Example & Co' } }],
    ['METRICS_PORT', '9464', { observability: { metricsPort: 9464 } }],
    [
      'REDIS_URL',
      'rediss://u:p%40ss@cache.example:6380/2',
      {
        store: {
          redis: {
            cluster: false,
            nodes: [
              { host: 'cache.example', port: 6380, tls: true, username: 'u', password: 'p@ss', database: 2 },
            ],
          },
        },
      },
    ],
    ['CORS_ALLOWED_HEADERS', 'X-Tenant, x-app', { http: { corsAllowedHeaders: ['X-Tenant', 'x-app'] } }],
    ['CORS_EXPOSED_HEADERS', 'X-Total', { http: { corsExposedHeaders: ['X-Total'] } }],
    [
      'REDIS_URL',
      'redis://a,redis://b:7000',
      {
        store: {
          redis: {
            cluster: true,
            nodes: [
              { host: 'a', port: 6379, tls: false, database: 0 },
              { host: 'b', port: 7000, tls: false, database: 0 },
            ],
          },
        },
      },
    ],
  ];
  it.each(given)('parse %s=%s', (name, value, expected) => {
    expect(parseSettings({ ...REQUIRED, [name]: value })).toMatchObject(expected);
  });

  const wrong: [string, string][] = [
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['PROPAGATE_CLIENT_ADDRESS', 'yes'],
    ['PROPAGATE_CLIENT_ADDRESS', 'on'],
    ['TOTP_ISSUER', 'a:b'],
    ['TOTP_ISSUER', 'x'.repeat(65)],
    ['AWS_REGION', 'eu west'],
    ['COGNITO_USER_POOL_ID', 'nonsense'],
    ['COGNITO_USER_POOL_ID', 'us-east-1_Abc123'],
    ['COGNITO_CLIENT_IDS', ','],
    ['COGNITO_CLIENT_IDS', 'with space,b'],
    ['COGNITO_CLIENT_SECRETS', 'hunter2'],
    ['COGNITO_CLIENT_SECRETS', 'unknown=hunter2'],
    ['COGNITO_AUTH_CLIENT_ID', 'unknown'],
    ['COGNITO_TIMEOUT_MS', '0'],
    ['COGNITO_ISSUER', 'not a url'],
    ['COGNITO_JWKS_URI', 'ftp://example.com'],
    ['PUBLIC_URL', 'https://api.example.com/'],
    ['PUBLIC_URL', 'https://api.example.com/guard/'],
    ['PUBLIC_URL', 'https://api.example.com/a//b'],
    ['PUBLIC_URL', 'https://api.example.com/:name'],
    ['PUBLIC_URL', 'https://api.example.com/a/../b'],
    ['PUBLIC_URL', 'https://api.example.com?a=b'],
    ['PUBLIC_URL', 'https://api.example.com#a'],
    ['PUBLIC_URL', 'https://user:hunter2@api.example.com'],
    ['PUBLIC_URL', 'https://API.example.com'],
    ['PUBLIC_URL', 'ftp://api.example.com'],
    ['PUBLIC_URL', 'api.example.com'],
    ['CORS_ALLOWED_HEADERS', 'X Tenant'],
    ['CORS_EXPOSED_HEADERS', 'X-A:'],
    ['REDIS_URL', 'redis://:pa%ss@h:1'],
    ['REDIS_URL', 'redis://h?tls=true'],
    ['REDIS_URL', 'rediss://h?rejectUnauthorized=false'],
    ['REDIS_URL', 'redis://h#cluster'],
    ['REDIS_URL', 'redis://a,rediss://b'],
    ['ADMIN_GROUP', 'two words'],
    ['RESOURCE_SERVER', 'a"b'],
    ['CLOCK_TOLERANCE_SECONDS', '-1'],
    ['AUTH_RATE_LIMIT', '60'],
    ['RATE_LIMIT', '0/60'],
    ['REDIS_URL', 'http://hunter2@cache'],
    ['REDIS_URL', 'redis://:hunter%2@cache'],
    ['REDIS_URL', 'redis://:hunter2@a,rediss://b'],
    ['REDIS_URL', 'redis://:hunter2@cache?tls=true'],
    ['REDIS_URL', 'redis://:hunter2@cache#fragment'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/path'],
    ['TRUST_PROXY', 'everyone'],
    ['LOG_LEVEL', 'loud'],
  ];
  it.each(wrong)('refuse %s=%s in one line that does not repeat the value', (name, value) => {
    const problems = problemsOf({ ...REQUIRED, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: .`));
    expect(problems[0]).not.toContain('hunter2');
  });

  it('report every problem at once, including contradictions between settings', () => {
    const problems = problemsOf({
      ...REQUIRED,
      AWS_REGION: 'us-east-1',
      PORT: 'x',
      COGNITO_AUTH_CLIENT_ID: 'unknown',
      LOG_LEVEL: 'loud',
    });
    expect(problems.map((line) => line.replace(/:.*/, '')).toSorted()).toEqual([
      'COGNITO_AUTH_CLIENT_ID',
      'COGNITO_USER_POOL_ID',
      'LOG_LEVEL',
      'PORT',
    ]);
    expect(problemsOf({})).toHaveLength(3);
  });

  it.each(['COGNITO_JWKS_URI', 'COGNITO_ISSUER', 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'])(
    'refuse plain http for %s in production, except on this machine',
    (name) => {
      const remote = { ...REQUIRED, [name]: 'http://keys.example.com/pool' };
      expect(problemsOf(remote)).toEqual([]);
      expect(problemsOf({ ...remote, NODE_ENV: 'production' })).toHaveLength(1);
      for (const url of [
        'https://keys.example.com/pool',
        'http://127.0.0.1:9/pool',
        'http://localhost:9/pool',
      ])
        expect(problemsOf({ ...REQUIRED, [name]: url, NODE_ENV: 'production' })).toEqual([]);
    },
  );

  it('refuse the embedded pool in production', () => {
    const embedded = {
      AWS_REGION: 'us-east-1',
      COGNITO_USER_POOL_ID: 'us-east-1_LocalPool',
      COGNITO_CLIENT_IDS: 'a',
    };
    expect(problemsOf(embedded)).toEqual([]);
    expect(problemsOf({ ...embedded, NODE_ENV: 'production' })).toHaveLength(1);
  });
});
