import { AccessApp } from './access.app';

interface Line {
  readonly requestId: string;
  readonly status: number;
  readonly because?: unknown;
}

async function linesOf(level: string, path: string, claims: object = {}) {
  const app = await AccessApp.start({ LOG_LEVEL: level });
  try {
    const answer = await app.call(path, { token: app.tokenOf('alice', [], claims) });
    const body = (await answer.json()) as { requestId: string };
    const lines = app.log
      .map((line) => JSON.parse(line) as Line)
      .filter(({ requestId }) => requestId === body.requestId);
    return { answer, body, lines, log: app.log.join('') };
  } finally {
    await app.close();
  }
}

describe('the log line of a refusal', () => {
  it('contains the explanation with LOG_LEVEL=debug, as in POST /access/explain', async () => {
    const { lines, body, answer } = await linesOf('debug', '/users');
    expect(lines).toMatchObject([
      {
        status: 403,
        because: {
          text: 'any of',
          holds: false,
          children: [
            { text: 'group `admin`', holds: false },
            {
              text: 'all of',
              holds: false,
              children: [
                { text: 'a machine (client credentials)', holds: false },
                { text: 'scope `lifeguard/users.read`', holds: false },
              ],
            },
          ],
        },
      },
    ]);
    // The response contains none of it.
    expect(Object.keys(body).toSorted()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it('contains no claim value that is not in the policy', async () => {
    const { lines, log } = await linesOf('debug', '/team/tenant', { tenant: 'secret-tenant' });
    expect(lines[0]?.because).toEqual({
      text: 'claim `tenant` equal to `"north"` or `"south"`',
      holds: false,
    });
    expect(log).not.toContain('secret-tenant');
  });

  it('names the refusing policies of a route with @Permit', async () => {
    const { lines } = await linesOf('debug', '/orders/none');
    expect(lines[0]).toMatchObject({
      status: 403,
      because: { text: 'the policies allow `orders:read` on the Order `id`', holds: false },
    });
  });

  it('has no explanation with LOG_LEVEL=info', async () => {
    const { lines } = await linesOf('info', '/users');
    expect(lines).toMatchObject([{ status: 403 }]);
    expect(lines[0]).not.toHaveProperty('because');
  });
});
