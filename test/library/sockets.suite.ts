import { once } from 'node:events';
import type { TestIssuer } from 'lifeguard-auth/testing';
import { io, type Socket as IoClient } from 'socket.io-client';
import { WebSocket } from 'ws';
import { startExample, type Example } from './example';
import type { Packed } from './packed';

interface Message {
  readonly event: string;
  readonly data: unknown;
}

/** A client of `ws` or of socket.io. */
interface Client {
  send(event: string, data?: unknown): void;
  /** The next message that has not been read. */
  readonly next: () => Promise<Message>;
  /** How the server closed the connection. */
  readonly closed: Promise<unknown>;
  close(): void;
}

export interface Handshake {
  readonly authorization?: string;
  /** socket.io's `auth.token`. */
  readonly authToken?: string;
}

type Connect = (url: string, handshake: Handshake) => Promise<Client>;

function inbox(): { put: (message: Message) => void; next: () => Promise<Message> } {
  const messages: Message[] = [];
  const readers: ((message: Message) => void)[] = [];
  return {
    put: (message) => {
      const reader = readers.shift();
      if (reader) reader(message);
      else messages.push(message);
    },
    next: () => {
      const message = messages.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => readers.push(resolve));
    },
  };
}

export const connectNative: Connect = async (url, { authorization }) => {
  const socket = new WebSocket(url.replace('http', 'ws'), {
    headers: authorization ? { authorization } : {},
  });
  const { put, next } = inbox();
  socket.on('message', (raw: Buffer) => put(JSON.parse(raw.toString()) as Message));
  const closed = once(socket, 'close').then(([code, reason]) => [code, String(reason)]);
  await once(socket, 'open');
  return {
    send: (event, data) => socket.send(JSON.stringify({ event, data })),
    next,
    closed,
    close: () => socket.close(),
  };
};

export const connectIo: Connect = async (url, { authorization, authToken }) => {
  const socket: IoClient = io(url, {
    transports: ['websocket'],
    reconnection: false,
    ...(authorization && { extraHeaders: { authorization } }),
    ...(authToken && { auth: { token: authToken } }),
  });
  const { put, next } = inbox();
  socket.onAny((event: string, data: unknown) => put({ event, data }));
  const closed = new Promise((resolve) => socket.on('disconnect', (reason) => resolve(reason)));
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  return {
    send: (event, data) => void socket.emit(event, data),
    next,
    closed,
    close: () => void socket.disconnect(),
  };
};

/** @param ended how a connection is closed after its token has ended, by the code of the refusal. */
export function socketSuite(
  { name, connect, ended }: { name: string; connect: Connect; ended: (code: string) => unknown },
  packed: () => Packed,
  issuer: () => TestIssuer,
): void {
  let example: Example;
  const clients: Client[] = [];
  const open = async (handshake: Handshake = {}): Promise<Client> => {
    const client = await connect(example.url, handshake);
    clients.push(client);
    return client;
  };
  const bearer = (token: string): Handshake => ({ authorization: `Bearer ${token}` });
  const exception = (code: string, status: number) => ({
    event: 'exception',
    data: { type: `urn:lifeguard:problem:${code}`, code, status },
  });

  beforeAll(async () => {
    example = await startExample(packed(), name, issuer());
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => example.stop());

  it('accepts a token in the handshake', async () => {
    const client = await open(bearer(issuer().token({ sub: 'alice' })));
    client.send('me');
    expect(await client.next()).toEqual({ event: 'me', data: 'alice' });
  });

  it('accepts a token in the first message, and a message directly after it', async () => {
    const client = await open();
    client.send('authenticate', { accessToken: issuer().token({ sub: 'bob' }) });
    client.send('me');
    expect(await client.next()).toEqual({ event: 'me', data: 'bob' });
  });

  it('refuses a message without a token, and admits a public one', async () => {
    const client = await open();
    client.send('me');
    expect(await client.next()).toMatchObject(exception('token_missing', 401));
    client.send('menu');
    expect(await client.next()).toEqual({ event: 'menu', data: 'soup' });
  });

  it.each([
    ['an expired token', 'token_expired', () => issuer().expired()],
    ['a forged token', 'token_invalid', () => issuer().forged()],
  ])('refuses %s, sent in the handshake or in a message', async (_, code, tokenOf) => {
    const client = await open(bearer(tokenOf()));
    for (let time = 0; time < 2; time += 1) {
      client.send('me');
      expect(await client.next()).toMatchObject(exception(code, 401));
    }
    const other = await open();
    other.send('authenticate', { accessToken: tokenOf() });
    expect(await other.next()).toMatchObject(exception(code, 401));
  });

  it.each([undefined, null, 'text', { accessToken: 7 }, { accessToken: 'a b' }])(
    'refuses %j as a token',
    async (data) => {
      const client = await open();
      client.send('authenticate', data);
      const { event, data: problem } = await client.next();
      expect(event).toBe('exception');
      expect(problem).toMatchObject({
        code: expect.stringMatching(/^(token_missing|invalid_request)$/) as string,
      });
    },
  );

  it('enforces the policy of a handler, and of an owner in the payload', async () => {
    const client = await open(bearer(issuer().token({ sub: 'alice' })));
    client.send('remove', { id: '1' });
    expect(await client.next()).toMatchObject(exception('forbidden', 403));
    for (const data of [{ sub: 'bob' }, {}, undefined, ['alice'], { sub: ['alice'] }]) {
      client.send('mine', data);
      expect(await client.next()).toMatchObject(exception('forbidden', 403));
    }
    client.send('mine', { sub: 'alice' });
    expect(await client.next()).toEqual({ event: 'mine', data: 'alice' });
    const admin = await open(bearer(issuer().token({ groups: ['admin'] })));
    admin.send('remove', { id: '1' });
    expect(await admin.next()).toEqual({ event: 'removed', data: '1' });
  });

  it('accepts a newer token of the same caller, and none of another caller', async () => {
    const client = await open(bearer(issuer().token({ sub: 'alice' })));
    client.send('authenticate', { accessToken: issuer().token({ sub: 'alice', groups: ['admin'] }) });
    client.send('remove', { id: '1' });
    expect(await client.next()).toEqual({ event: 'removed', data: '1' });
    client.send('authenticate', { accessToken: issuer().token({ sub: 'bob' }) });
    expect(await client.next()).toMatchObject(exception('token_invalid', 401));
    client.send('me');
    expect(await client.next()).toEqual({ event: 'me', data: 'alice' });
  });

  it('closes the connection within a second of the revocation of its token', async () => {
    const client = await open(bearer(issuer().token()));
    client.send('sign-out');
    const start = Date.now();
    expect(await client.closed).toEqual(ended('token_revoked'));
    expect(Date.now() - start).toBeLessThan(4000);
  });

  it('closes the connection when its token expires, even without a message', async () => {
    // The clock tolerance is five seconds.
    const client = await open(bearer(issuer().token({ expiresIn: -2 })));
    const start = Date.now();
    expect(await client.closed).toEqual(ended('token_expired'));
    expect(Date.now() - start).toBeLessThan(9000);
  });
}
