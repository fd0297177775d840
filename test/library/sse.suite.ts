import type { TestIssuer } from 'lifeguard-auth/testing';
import { startExample, type Example } from './example';
import type { Packed } from './packed';

/** Server-sent events and other long answers, on one platform. */
export function sseSuite(platform: string, packed: () => Packed, issuer: () => TestIssuer): void {
  let example: Example;
  beforeAll(async () => {
    example = await startExample(packed(), 'sse', issuer(), { PLATFORM: platform });
  });
  afterAll(() => example.stop());

  const get = (path: string, token?: string): Promise<Response> =>
    fetch(`${example.url}/${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  /** The received text, whether the response was complete, and its duration in milliseconds. */
  const readAll = async (response: Response, onFirst: () => unknown = () => undefined) => {
    const start = Date.now();
    let text = '';
    let hasBegun = false;
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString();
        if (hasBegun || (!text.includes('line') && !text.includes('data:'))) continue;
        hasBegun = true;
        await onFirst();
      }
      return { text, whole: true, ms: Date.now() - start };
    } catch {
      return { text, whole: false, ms: Date.now() - start };
    }
  };
  const signOut = (token: string) =>
    fetch(`${example.url}/sign-out`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });

  it('refuses a caller before the first event', async () => {
    const response = await get('ticks');
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'token_missing' });
  });

  it('sends a response that ends by itself completely', async () => {
    const { text, whole } = await readAll(await get('three'));
    expect(whole).toBe(true);
    expect(text.match(/data:/g)).toHaveLength(3);
  });

  it('ends events within a second of the revocation of the token', async () => {
    const token = issuer().token();
    const { text, whole, ms } = await readAll(await get('ticks', token), () => signOut(token));
    expect({ whole, hasEvents: text.includes('data: {"tick":0}') }).toEqual({ whole: true, hasEvents: true });
    expect(ms).toBeLessThan(4000);
  });

  it('ends events when the token expires, clock tolerance included', async () => {
    const { text, ms } = await readAll(await get('ticks', issuer().token({ expiresIn: -2 })));
    expect(text).toContain('data: {"tick":0}');
    expect(ms).toBeLessThan(9000);
  });

  it('cuts off any other long response', async () => {
    const token = issuer().token();
    const { text, whole } = await readAll(await get('file', token), () => signOut(token));
    expect({ whole, hasLines: text.startsWith('line\n') }).toEqual({ whole: false, hasLines: true });
  });
}
