import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Connections } from '../network/connections';
import { createHttpServer } from './http-server';

const REQUEST = 'GET / HTTP/1.1\r\nHost: lifeguard.test\r\n\r\n';

describe('An HTTP server that closes', () => {
  let server: Server;

  beforeEach(async () => {
    server = createHttpServer((_request, response) => response.end('done'), new Connections(), undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => server.closeAllConnections());

  const open = (): Socket => connect((server.address() as AddressInfo).port, '127.0.0.1');

  it('answers the first request of a connection that was accepted just before', async () => {
    server.once('connection', () => server.close());
    const socket = open();
    socket.write(REQUEST);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
  });

  it('answers the request that a kept connection has just received', async () => {
    const socket = open();
    socket.write(REQUEST);
    await once(socket, 'data');
    // Written to the network, and not read by the server before it closes.
    socket.write(REQUEST);
    server.close();
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n/);
  });

  it('closes connections that have sent nothing or are idle', async () => {
    const [unused, kept] = [open(), open()];
    kept.write(REQUEST);
    await Promise.all([once(unused, 'connect'), once(kept, 'data')]);
    const closed = once(server, 'close');
    server.close();
    await Promise.all([closed, text(unused), text(kept)]);
    expect(server.listening).toBe(false);
  });
});
