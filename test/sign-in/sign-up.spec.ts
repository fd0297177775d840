import { PoolService, withoutRequestId } from '../support/pool.service';

const PASSWORD = 'Correct-Horse-8';

let app: PoolService;
beforeAll(async () => {
  app = await PoolService.start();
});
afterAll(() => app.close());

const signUp = (username: string, attributes: object = { email: `${username}@example.org` }) =>
  app.post('/auth/sign-up', { username, password: PASSWORD, attributes });
const codeOf = (username: string) => app.pool.lastCode(username) ?? '';
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('POST /auth/sign-up', () => {
  it('creates an account that can sign in once its code is confirmed', async () => {
    const made = await signUp('frank');
    expect([made.status, made.body]).toEqual([
      201,
      {
        confirmed: false,
        sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
        code: { attribute: 'email', medium: 'email', destination: 'f***@e***' },
        session: expect.stringMatching(/^\S{20,}$/),
      },
    ]);
    expect(made.headers.get('location')).toBe('/me');
    expect(made.headers.get('cache-control')).toBe('no-store');
    const early = await app.post('/auth/sign-in', { username: 'frank', password: PASSWORD });
    expect(early).toMatchObject({ status: 403, body: { code: 'user_not_confirmed' } });

    const confirmed = await app.post('/auth/sign-up/confirm', { username: 'frank', code: codeOf('frank') });
    expect([confirmed.status, confirmed.text]).toEqual([204, '']);
    const { accessToken } = await app.signIn('frank', PASSWORD);
    expect((await app.request('GET', '/me', undefined, accessToken)).body).toMatchObject({
      username: 'frank',
      attributes: { email: 'frank@example.org', email_verified: 'true' },
    });
  });

  it('refuses a username that is taken', async () => {
    const refused = await signUp('alice');
    expect(refused).toMatchObject({ status: 409, body: { code: 'username_exists' } });
    expect(refused.headers.get('location')).toBeNull();
  });

  it('refuses a weak password with the reason', async () => {
    const weak = await app.post('/auth/sign-up', { username: 'weak', password: 'nodigits' });
    expect(weak).toMatchObject({ status: 400, body: { code: 'invalid_password' } });
    expect(weak.body.detail).toMatch(/numeric/);
  });

  it.each(['custom:tenant', 'email_verified', 'sub', 'updated_at'])(
    'refuses %s, which nobody may write, and creates no account',
    async (name) => {
      const refused = await signUp('greedy', { name: 'Greedy', [name]: 'true' });
      expect(refused).toMatchObject({
        status: 403,
        body: {
          code: 'attribute_not_writable',
          errors: [{ path: `attributes.${name}`, message: expect.any(String) }],
        },
      });
      const confirm = await app.post('/auth/sign-up/confirm', { username: 'greedy', code: '1' });
      expect(confirm.body.code).toBe('code_mismatch');
    },
  );
});

describe('POST /auth/sign-up/confirm', () => {
  it('refuses a wrong code, and then accepts the right one once', async () => {
    await signUp('grace');
    const code = codeOf('grace');
    const wrong = await app.post('/auth/sign-up/confirm', { username: 'grace', code: otherThan(code) });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    expect((await app.post('/auth/sign-up/confirm', { username: 'grace', code })).status).toBe(204);
    // The answer does not reveal that the user is already confirmed.
    const again = await app.post('/auth/sign-up/confirm', { username: 'grace', code });
    expect(again).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
  });

  it('answers the same for a wrong code, a confirmed user and an unknown user', async () => {
    await signUp('gus');
    const code = otherThan(codeOf('gus'));
    const confirm = (username: string) => app.post('/auth/sign-up/confirm', { username, code });
    const waiting = await confirm('gus');
    expect(waiting).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    for (const username of ['alice', 'nobody'])
      expect(withoutRequestId(await confirm(username))).toBe(withoutRequestId(waiting));
  });

  it('refuses an address that another user has verified', async () => {
    await signUp('impostor', { email: 'alice@example.com' });
    const taken = await app.post('/auth/sign-up/confirm', { username: 'impostor', code: codeOf('impostor') });
    expect(taken).toMatchObject({ status: 409, body: { code: 'alias_exists' } });
  });
});

describe('POST /auth/sign-up/resend', () => {
  it('sends another code, which works', async () => {
    await signUp('heidi');
    await app.post('/auth/sign-up/resend', { username: 'heidi' });
    const code = codeOf('heidi');
    expect((await app.post('/auth/sign-up/confirm', { username: 'heidi', code })).status).toBe(204);
  });

  it('answers the same for an unconfirmed, a confirmed and an unknown user', async () => {
    await signUp('ivan');
    const answers = [];
    for (const username of ['ivan', 'alice', 'nobody']) {
      const answer = await app.post('/auth/sign-up/resend', { username });
      answers.push([answer.status, answer.text, [...answer.headers.keys()].toSorted()]);
    }
    expect(answers[0]?.slice(0, 2)).toEqual([202, '']);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

describe('POST /auth/forgot-password', () => {
  it('answers the same for an active user, a disabled one, one without an address and an unknown one', async () => {
    const { accessToken } = await app.signIn('root');
    await app.request('POST', '/users/user05/disable', undefined, accessToken);
    await app.request(
      'POST',
      '/users',
      { username: 'nomail', temporaryPassword: 'Temporary-1' },
      accessToken,
    );
    const answers = [];
    for (const username of ['alice', 'user05', 'nomail', 'nobody']) {
      const answer = await app.post('/auth/forgot-password', { username });
      answers.push([answer.status, answer.text, [...answer.headers.keys()].toSorted()]);
    }
    expect(answers[0]?.slice(0, 2)).toEqual([202, '']);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('sets a new password with the code, which replaces the old one', async () => {
    await app.post('/auth/forgot-password', { username: 'user06' });
    const code = codeOf('user06');
    const set = await app.post('/auth/forgot-password/confirm', {
      username: 'user06',
      code,
      password: PASSWORD,
    });
    expect([set.status, set.text, set.headers.get('cache-control')]).toEqual([204, '', 'no-store']);
    await app.signIn('user06', PASSWORD);
    const old = { username: 'user06', password: app.pool.passwords.user06 };
    expect(await app.post('/auth/sign-in', old)).toMatchObject({ status: 401 });
    const again = await app.post('/auth/forgot-password/confirm', {
      username: 'user06',
      code,
      password: 'Another-Horse-9',
    });
    expect(again).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
  });

  it('refuses a wrong code like an unknown user', async () => {
    await app.post('/auth/forgot-password', { username: 'user07' });
    const body = { code: otherThan(codeOf('user07')), password: PASSWORD };
    const wrong = await app.post('/auth/forgot-password/confirm', { username: 'user07', ...body });
    const nobody = await app.post('/auth/forgot-password/confirm', { username: 'nobody', ...body });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    expect(nobody.status).toBe(400);
    expect(withoutRequestId(nobody)).toBe(withoutRequestId(wrong));
  });

  it('refuses a weak password and keeps the code valid', async () => {
    await app.post('/auth/forgot-password', { username: 'user08' });
    const body = { username: 'user08', code: codeOf('user08') };
    const weak = await app.post('/auth/forgot-password/confirm', { ...body, password: 'weak' });
    expect(weak).toMatchObject({ status: 400, body: { code: 'invalid_password' } });
    expect((await app.post('/auth/forgot-password/confirm', { ...body, password: PASSWORD })).status).toBe(
      204,
    );
  });
});

describe('a code that was sent', () => {
  it('is never part of an answer', async () => {
    const made = await signUp('judy');
    const resent = await app.post('/auth/sign-up/resend', { username: 'judy' });
    const forgot = await app.post('/auth/forgot-password', { username: 'alice' });
    for (const { text } of [made, resent, forgot]) {
      for (const code of [codeOf('judy'), codeOf('alice')]) expect(text).not.toContain(code);
    }
    expect(codeOf('judy')).toMatch(/^\d{6}$/);
  });
});
