import type { AddressInfo, Server } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { LifeguardModule, Principal, Public } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { connectIo, connectNative } from '../library/sockets.suite';
import { StaffGateway } from './staff.gateway';

class Answers {
  readonly connections: unknown[] = [];

  handleConnection(client: unknown): void {
    this.connections.push(client);
  }

  @SubscribeMessage('me')
  me(@Principal() caller: Principal): WsResponse<string> {
    return { event: 'me', data: caller.sub };
  }
}

@WebSocketGateway({ namespace: 'orders' })
class OrdersNamespace extends Answers {}

@WebSocketGateway({ namespace: /^\/stock-\d+$/ })
class StockNamespaces extends Answers {}

@WebSocketGateway({ namespace: /^\/ticker-\d+$/ })
class TickerNamespaces {
  @Public()
  @SubscribeMessage('tick')
  tick(): WsResponse<number> {
    return { event: 'tick', data: 1 };
  }
}

@WebSocketGateway({ path: '/orders' })
class OrdersPath extends Answers {}

@WebSocketGateway({ path: '/orders' })
class SamePath {
  @SubscribeMessage('again')
  again(@Principal() caller: Principal): WsResponse<string> {
    return { event: 'again', data: caller.sub };
  }
}

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer();
});
afterAll(() => issuer.close());

async function start(adapter: typeof WsAdapter | typeof IoAdapter, ...providers: (new () => object)[]) {
  return startFor(issuer, adapter, ...providers);
}

async function startFor(
  { options }: TestIssuer,
  adapter: typeof WsAdapter | typeof IoAdapter,
  ...providers: (new () => object)[]
) {
  @Module({ imports: [LifeguardModule.forRoot(options)], providers })
  class AppModule {}
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), {
    logger: false,
    abortOnError: false,
  });
  app.useWebSocketAdapter(new adapter(app));
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

describe('the guard at gateways', () => {
  it("guards socket.io's namespaces by name", async () => {
    const { app, url } = await start(IoAdapter, OrdersNamespace, TickerNamespaces);
    const authToken = issuer.token({ sub: 'alice' });
    const orders = await connectIo(`${url}/orders`, { authToken });
    orders.send('me');
    expect(await orders.next()).toEqual({ event: 'me', data: 'alice' });
    const ticker = await connectIo(`${url}/ticker-7`, {});
    ticker.send('tick');
    expect(await ticker.next()).toEqual({ event: 'tick', data: 1 });
    const nobody = await connectIo(`${url}/orders`, {});
    nobody.send('me');
    expect(await nobody.next()).toMatchObject({ event: 'exception', data: { code: 'token_missing' } });
    expect(app.get(OrdersNamespace).connections).toHaveLength(2);
    for (const client of [orders, ticker, nobody]) client.close();
    await app.close();
  });

  it('prevents startup for a handler in a namespace that is a pattern, unless it is public', async () => {
    await expect(start(IoAdapter, StockNamespaces, TickerNamespaces)).rejects.toThrow(
      /^StockNamespaces\.me: connections in a namespace that is a pattern cannot be tracked: give the namespace a name, or make the handler public$/,
    );
  });

  it('refuses a token in the handshake together with one in auth.token', async () => {
    const { app, url } = await start(IoAdapter, OrdersNamespace);
    const authToken = issuer.token();
    const client = await connectIo(`${url}/orders`, { authToken, authorization: `Bearer ${authToken}` });
    client.send('me');
    expect(await client.next()).toMatchObject({ event: 'exception', data: { code: 'invalid_request' } });
    client.close();
    await app.close();
  });

  it('shares the caller between the gateways of one path', async () => {
    const { app, url } = await start(WsAdapter, OrdersPath, SamePath);
    const client = await connectNative(`${url}/orders`, {
      authorization: `Bearer ${issuer.token({ sub: 'alice' })}`,
    });
    for (const event of ['me', 'again']) {
      client.send(event);
      expect(await client.next()).toEqual({ event, data: 'alice' });
    }
    expect(app.get(OrdersPath).connections).toHaveLength(1);
    client.close();
    await app.close();
  });

  it('decides about the user pool and the time of the sign-in at socket.io, also after a newer token', async () => {
    const pools = await createTestIssuer({ pools: ['customers', 'staff'] });
    const { app, url } = await startFor(pools, IoAdapter, StaffGateway);
    const old = { sub: 'alice', claims: { auth_time: 1_700_000_000 } };
    const answers = async (client: Awaited<ReturnType<typeof connectIo>>) => {
      const found: unknown[] = [];
      for (const event of ['first', 'staff', 'fresh']) {
        client.send(event);
        const { data } = await client.next();
        found.push(typeof data === 'object' ? (data as { code: string }).code : data);
      }
      return found;
    };
    const customer = await connectIo(url, { authToken: pools.token(old) });
    expect(await answers(customer)).toEqual([1, 'forbidden', 'step_up_required']);
    customer.send('authenticate', { accessToken: pools.token({ sub: 'alice' }) });
    expect(await answers(customer)).toEqual([1, 'forbidden', 1]);
    customer.send('authenticate', { accessToken: pools.token({ sub: 'alice', pool: 'staff' }) });
    expect(await customer.next()).toMatchObject({ event: 'exception', data: { code: 'token_invalid' } });
    const staff = await connectIo(url, { authToken: pools.token({ pool: 'staff' }) });
    expect(await answers(staff)).toEqual(['forbidden', 1, 'forbidden']);
    for (const client of [customer, staff]) client.close();
    await app.close();
    await pools.close();
  });
});
