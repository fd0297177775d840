import { Readable } from 'node:stream';
import { setInterval as ticks } from 'node:timers/promises';
import { Controller, Get, Scope, Sse, StreamableFile, type MessageEvent } from '@nestjs/common';
import { LifeguardModule, Public, Revocations } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { interval, map, of, type Observable } from 'rxjs';
import { startHost, type Host, type Platform } from './host';

async function* lines(): AsyncGenerator<string> {
  for await (const _ of ticks(20)) yield 'line\n';
}

const endless = () => new StreamableFile(Readable.from(lines()));

@Controller()
class LongController {
  @Get('promised')
  async promised(): Promise<StreamableFile> {
    return endless();
  }

  @Get('untyped')
  untyped() {
    return endless();
  }

  @Get('observed')
  observed(): Observable<StreamableFile> {
    return of(endless());
  }

  @Get('as-object')
  asObject(): object {
    return endless();
  }

  @Sse('promised-events')
  async promisedEvents(): Promise<Observable<MessageEvent>> {
    return interval(20).pipe(map((tick) => ({ data: { tick } })));
  }

  @Public()
  @Get('open')
  async open(): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(['line\n']));
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Sse('events')
  events(): Observable<MessageEvent> {
    return interval(20).pipe(map((tick) => ({ data: { tick } })));
  }

  @Get('file')
  async file() {
    return endless();
  }
}

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer();
});
afterAll(() => issuer.close());

describe.each<Platform>(['Fastify', 'Express'])('a long answer on %s', (platform) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost(platform, {
      imports: [LifeguardModule.forRoot(issuer.options)],
      controllers: [LongController, ScopedController],
    });
  });
  afterAll(() => host.close());

  /** Reads until the answer ends; `act` runs once it has begun. It gives up after ten seconds. */
  const endOf = async (path: string, token: string, act?: () => Promise<unknown>): Promise<string> => {
    const response = await fetch(`${host.url}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    expect(response.status).toBe(200);
    let acted = act === undefined;
    try {
      for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>) {
        if (acted) continue;
        acted = true;
        await act?.();
      }
      return 'whole';
    } catch (error) {
      return (error as Error).name === 'TimeoutError' ? 'goes on' : 'cut off';
    }
  };

  it.each([
    ['promised', 'cut off'],
    ['untyped', 'cut off'],
    ['observed', 'cut off'],
    ['as-object', 'cut off'],
    ['promised-events', 'whole'],
    ['scoped/events', 'whole'],
    ['scoped/file', 'cut off'],
  ])('ends when its token is revoked, however the handler returns it: %s', async (path, end) => {
    const jti = `${platform} ${path}`;
    const token = issuer.token({ claims: { jti } });
    expect(await endOf(path, token, () => host.get(Revocations).revokeToken(jti))).toBe(end);
  });

  it('ends when its token expires, clock tolerance included', async () => {
    const token = () => issuer.token({ expiresIn: -2 });
    expect(await Promise.all([endOf('promised', token()), endOf('promised-events', token())])).toEqual([
      'cut off',
      'whole',
    ]);
  });

  it('is sent completely if it is public, or ends by itself', async () => {
    expect(await (await fetch(`${host.url}/open`)).text()).toBe('line\n');
  });
});
