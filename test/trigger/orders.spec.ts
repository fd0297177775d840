import { OrdersModule } from '../../examples/orders/orders.module';
import { startDemoPool } from '../../pool/demo.pool';
import type { EmbeddedPool } from '../../pool/embedded-pool';
import { startService, type Service } from '../support/service';

let pool: EmbeddedPool;
let service: Service;

beforeAll(async () => {
  pool = await startDemoPool({});
  service = await startService({ ...pool.env(), AUTH_RATE_LIMIT: 'off' }, [OrdersModule]);
}, 60_000);
afterAll(async () => {
  await service.close();
  await pool.close();
});

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function post(path: string, body: object): Promise<Tokens> {
  const answer = await service.call(path, { method: 'POST', body });
  return (await answer.json()) as Tokens;
}

const signIn = (username: string): Promise<Tokens> =>
  post('/auth/sign-in', { username, password: pool.passwords[username] });

const statusOf = async (token: string): Promise<number> => (await service.call('/orders', { token })).status;

describe('a claim that a rule of the trigger puts into the access token (the embedded pool runs the trigger)', () => {
  it('opens the route that requires it, after the sign-in and after a refresh', async () => {
    const { accessToken, refreshToken } = await signIn('bob');
    expect(await statusOf(accessToken)).toBe(200);
    const renewed = await post('/auth/refresh', { refreshToken });
    expect(await statusOf(renewed.accessToken)).toBe(200);
    const whoami = await (await service.call('/whoami', { token: renewed.accessToken })).json();
    expect(whoami).toMatchObject({
      scopes: ['aws.cognito.signin.user.admin', 'orders/read'],
      claims: { roles: ['agent', 'reader'] },
    });
  });

  it('is missing for a user without a matching rule', async () => {
    expect(await statusOf((await signIn('alice')).accessToken)).toBe(403);
  });

  it('does not change the groups of an admin', async () => {
    const { accessToken } = await signIn('root');
    expect((await service.call('/users?limit=1', { token: accessToken })).status).toBe(200);
  });
});
