import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Connections } from './connections';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('Connections', () => {
  const connections = new Connections();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let server: Server;
  let lastRequest: WeakRef<object> | undefined;
  let opened = 0;

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      lastRequest = new WeakRef(incoming);
      connections.admit(incoming, response);
      incoming.resume();
      response.once('finish', () => connections.release(incoming)).end('{}');
    });
    server.on('connection', (socket) => {
      opened += 1;
      connections.add(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    agent.destroy();
    connections.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const get = () =>
    new Promise<void>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const sent = request({ port, host: '127.0.0.1', agent }, (response) => {
        response.resume().once('end', resolve);
      });
      sent.once('error', reject).end();
    });

  it('keep no request of an idle connection in memory', async () => {
    await get();
    await get();
    // A weak reference holds its object until the end of the turn that created or read it.
    await sleep(50);
    collectGarbage();
    expect(lastRequest?.deref()).toBeUndefined();
    expect(opened).toBe(1);
  });
});
