import { signToken } from '../support/tokens';
import { exchange, get, type RawAnswer } from './raw-socket';
import { expectNothingLogged, expectRefusal, startTarget, type RefusalCode, type Target } from './target';

describe('the Authorization header (RFC 6750 section 2, RFC 9110 section 11.6.2)', () => {
  let target: Target;
  let token: string;

  beforeAll(async () => {
    target = await startTarget();
    token = signToken(target.key);
    target.sent.push(token);
  });
  afterAll(async () => {
    expectNothingLogged(target);
    await target.close();
  });

  const send = async (...headers: string[]): Promise<RawAnswer> => {
    const [answer] = await exchange(target.service.url, get('/whoami', ...headers, 'Connection: close'));
    if (!answer) throw new Error('the connection was closed without an answer');
    return answer;
  };

  /** Each case is tried with a new token and with a cached one: both must agree. */
  const twice = async (check: () => Promise<void>) => {
    await check();
    expect((await target.call(token)).status).toBe(200);
    await check();
  };

  it.each<[string, (token: string) => string]>([
    ['Bearer', (t) => `Authorization: Bearer ${t}`],
    ['bearer', (t) => `Authorization: bearer ${t}`],
    ['BEARER', (t) => `AUTHORIZATION: BEARER ${t}`],
    ['bEaReR', (t) => `authorization: bEaReR ${t}`],
    ['two spaces', (t) => `Authorization: Bearer  ${t}`],
    ['many spaces', (t) => `Authorization: Bearer${' '.repeat(200)}${t}`],
    ['spaces around the value', (t) => `Authorization:   Bearer ${t}   `],
    ['a tab before the value', (t) => `Authorization:\tBearer ${t}\t`],
    ['no space after the colon', (t) => `Authorization:Bearer ${t}`],
  ])('accepts a single header with %s', async (_, header) => {
    await twice(async () => expect((await send(header(token))).status).toBe(200));
  });

  it.each<[string, RefusalCode, ((token: string) => string)[]]>([
    ['no header', 'token_missing', []],
    ['an empty header', 'token_missing', [() => 'Authorization:']],
    ['a header of spaces', 'token_missing', [() => 'Authorization:    ']],
    ['Basic', 'token_missing', [() => 'Authorization: Basic YTpi']],
    ['Basic with a token', 'token_missing', [(t) => `Authorization: Basic ${t}`]],
    ['DPoP', 'token_missing', [(t) => `Authorization: DPoP ${t}`]],
    ['only the token', 'token_missing', [(t) => `Authorization: ${t}`]],
    ['a longer scheme', 'token_missing', [(t) => `Authorization: BearerX ${t}`]],
    ['a scheme before it', 'token_missing', [(t) => `Authorization: Token Bearer ${t}`]],
    ['a quoted scheme', 'token_missing', [(t) => `Authorization: "Bearer" ${t}`]],
    ['a comma before it', 'token_missing', [(t) => `Authorization: ,Bearer ${t}`]],
    ['letters of another alphabet', 'token_missing', [(t) => `Authorization: Be\u00e4rer ${t}`]],
    ['only Bearer', 'invalid_request', [() => 'Authorization: Bearer']],
    ['Bearer and a space', 'invalid_request', [() => 'Authorization: Bearer ']],
    ['a tab instead of the space', 'invalid_request', [(t) => `Authorization: Bearer\t${t}`]],
    ['a tab after the space', 'invalid_request', [(t) => `Authorization: Bearer \t${t}`]],
    ['a colon after the scheme', 'invalid_request', [(t) => `Authorization: Bearer: ${t}`]],
    ['an equals sign after the scheme', 'invalid_request', [(t) => `Authorization: Bearer=${t}`]],
    ['a quoted token', 'invalid_request', [(t) => `Authorization: Bearer "${t}"`]],
    ['a token as a parameter', 'invalid_request', [(t) => `Authorization: Bearer token="${t}"`]],
    ['two tokens', 'invalid_request', [(t) => `Authorization: Bearer ${t} ${t}`]],
    ['two tokens and a comma', 'invalid_request', [(t) => `Authorization: Bearer ${t},${t}`]],
    ['two credentials in a header', 'invalid_request', [(t) => `Authorization: Bearer ${t}, Basic YTpi`]],
    ['something after the token', 'invalid_request', [(t) => `Authorization: Bearer ${t} x`]],
    ['a semicolon after the token', 'invalid_request', [(t) => `Authorization: Bearer ${t};`]],
    ['the scheme twice', 'invalid_request', [(t) => `Authorization: Bearer Bearer ${t}`]],
    ['an equals sign inside', 'invalid_request', [(t) => `Authorization: Bearer a=${t}`]],
    ['only equals signs', 'invalid_request', [() => 'Authorization: Bearer ===']],
    ['a byte over 127', 'invalid_request', [(t) => `Authorization: Bearer ${t}\u00e9`]],
    ['percent-encoding', 'invalid_request', [(t) => `Authorization: Bearer ${t.replaceAll('.', '%2E')}`]],
    ['b64token characters that are not in a JWS', 'token_invalid', [(t) => `Authorization: Bearer ${t}~+/`]],
    ['padding', 'token_invalid', [(t) => `Authorization: Bearer ${t}==`]],
  ])('refuses %s as %s', async (_, code, headers) => {
    await twice(async () =>
      expectRefusal(await send(...headers.map((header) => header(token))), code, token),
    );
  });

  it.each<[string, ((token: string) => string)[]]>([
    ['the same header twice', [(t) => `Authorization: Bearer ${t}`, (t) => `Authorization: Bearer ${t}`]],
    ['the token first', [(t) => `Authorization: Bearer ${t}`, () => 'Authorization: Bearer forged']],
    ['the token last', [() => 'Authorization: Bearer forged', (t) => `Authorization: Bearer ${t}`]],
    ['another scheme next to it', [() => 'Authorization: Basic YTpi', (t) => `Authorization: Bearer ${t}`]],
    ['an empty one before it', [() => 'Authorization:', (t) => `Authorization: Bearer ${t}`]],
    ['an empty one after it', [(t) => `Authorization: Bearer ${t}`, () => 'AUTHORIZATION:']],
    ['others between', [(t) => `authorization: Bearer ${t}`, () => 'X-A: b', () => 'AuthorizatioN: x']],
  ])('refuses more than one header (%s)', async (_, headers) => {
    await twice(async () =>
      expectRefusal(await send(...headers.map((header) => header(token))), 'invalid_request', token),
    );
  });

  it('does not read the token from anywhere else', async () => {
    const elsewhere = [
      [`/whoami?access_token=${token}`],
      [`/whoami?token=${token}&authorization=Bearer%20${token}`],
      ['/whoami', `Cookie: access_token=${token}; Authorization=Bearer ${token}; token=${token}`],
      ['/whoami', `Proxy-Authorization: Bearer ${token}`],
      ['/whoami', `X-Authorization: Bearer ${token}`],
      [
        '/whoami',
        `X-Access-Token: ${token}`,
        `X-Amzn-Oidc-Accesstoken: ${token}`,
        `X-Amzn-Oidc-Data: ${token}`,
      ],
      ['/whoami', `X-Forwarded-Authorization: Bearer ${token}`, `X-Original-Authorization: Bearer ${token}`],
      ['/whoami', `Sec-WebSocket-Protocol: bearer, ${token}`],
      [`/whoami#${token}`],
    ];
    await twice(async () => {
      for (const [path = '', ...headers] of elsewhere) {
        const [answer] = await exchange(target.service.url, get(path, ...headers, 'Connection: close'));
        if (!answer) throw new Error('the connection was closed without an answer');
        await expectRefusal(answer, 'token_missing', token);
      }
    });
  });

  it('does not read the token from a body (RFC 6750 section 2.2)', async () => {
    const body = JSON.stringify({ access_token: token, token, authorization: `Bearer ${token}` });
    const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
    const request = get('/users', ...headers).replace('GET', 'POST') + body;
    const [answer] = await exchange(target.service.url, request);
    if (!answer) throw new Error('the connection was closed without an answer');
    await expectRefusal(answer, 'token_missing', token);
  });

  it('does not read a header from the trailers', async () => {
    const request = get(
      '/whoami',
      'Transfer-Encoding: chunked',
      'Trailer: Authorization',
      'Connection: close',
    );
    const chunks = `0\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const [answer] = await exchange(target.service.url, request + chunks);
    if (!answer) throw new Error('the connection was closed without an answer');
    await expectRefusal(answer, 'token_missing', token);
  });

  it('reads Authorization among any number of other headers', async () => {
    const many = Array.from({ length: 900 }, (_, index) => `X-${index}: a`);
    expect((await send(...many, `Authorization: Bearer ${token}`)).status).toBe(200);
    await expectRefusal(
      await send(`Authorization: Bearer ${token}`, ...many, 'Authorization: Bearer x'),
      'invalid_request',
    );
  });
});
