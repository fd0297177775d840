import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import type { TestIssuer } from 'lifeguard-auth/testing';
import { firstValueFrom } from 'rxjs';
import { startExample, type Example } from './example';
import type { Packed } from './packed';

/** Handlers of messages and events over TCP. */
export function microserviceSuite(packed: () => Packed, issuer: () => TestIssuer): void {
  let example: Example;
  const clients: ClientProxy[] = [];

  beforeAll(async () => {
    example = await startExample(packed(), 'microservice', issuer());
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await example.stop();
  });

  /** @param metadata is sent with the payload, as by a custom serialiser of the application. */
  const send = async (pattern: string, data: unknown, metadata?: unknown): Promise<unknown> => {
    const client = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: {
        host: '127.0.0.1',
        port: example.port,
        serializer: {
          serialize: (packet: object) => ({ ...packet, ...(metadata !== undefined && { metadata }) }),
        },
      },
    });
    clients.push(client);
    try {
      return await firstValueFrom(client.send<unknown>(pattern, data as object));
    } catch (error) {
      return error;
    }
  };
  const refused = (code: string, status: number) => ({ type: `urn:lifeguard:problem:${code}`, code, status });

  it('accepts a token in the payload or in the metadata', async () => {
    const accessToken = issuer().token({ sub: 'alice' });
    expect(await send('me', { accessToken })).toBe('alice');
    expect(await send('me', {}, { authorization: `Bearer ${accessToken}` })).toBe('alice');
    expect(await send('me', {}, { accessToken })).toBe('alice');
    expect(await send('menu', {})).toBe('soup');
  });

  it.each<[string, unknown, unknown, object]>([
    ['no token', {}, undefined, { code: 'token_missing', status: 401 }],
    ['a payload that is a text', 'text', undefined, { code: 'token_missing', status: 401 }],
    ['a token that is a number', { accessToken: 7 }, undefined, { code: 'invalid_request', status: 400 }],
    ['two tokens', { accessToken: 'a' }, { accessToken: 'b' }, { code: 'invalid_request', status: 400 }],
  ])('refuses %s with the problem', async (_, data, metadata, expected) => {
    expect(await send('me', data, metadata)).toMatchObject(expected);
  });

  it('refuses invalid tokens, and callers that the policy does not admit', async () => {
    expect(await send('me', { accessToken: issuer().expired() })).toMatchObject(
      refused('token_expired', 401),
    );
    expect(await send('me', { accessToken: issuer().forged() })).toMatchObject(refused('token_invalid', 401));
    const accessToken = issuer().token({ sub: 'alice' });
    expect(await send('remove', { accessToken, id: '1' })).toMatchObject(refused('forbidden', 403));
    expect(await send('mine', { accessToken, sub: 'bob' })).toMatchObject(refused('forbidden', 403));
    expect(await send('mine', { accessToken, sub: 'alice' })).toBe('alice');
    expect(await send('remove', { accessToken: issuer().token({ groups: ['admin'] }), id: '1' })).toBe('1');
  });

  it('guards events too', async () => {
    const reader = issuer().token({ scopes: ['orders/read'] });
    const shipped = async () => send('shipped-orders', { accessToken: reader });
    const emit = async (token: string, id: string) => {
      await firstValueFrom((clients[0] as ClientProxy).emit<unknown>('shipped', { accessToken: token, id }), {
        defaultValue: undefined,
      });
    };
    await send('menu', {});
    await emit(issuer().token({ scopes: ['orders/ship'] }), 'by a person');
    await emit(issuer().token({ machine: true, scopes: ['orders/ship'] }), 'by a machine');
    for (let time = 0; time < 100 && !(JSON.stringify(await shipped()) ?? '').includes('machine'); time += 1);
    expect(await shipped()).toEqual(['by a machine']);
  });
}
