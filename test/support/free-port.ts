import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux, macOS and Windows give to clients, and to servers that listen on port 0. None of these
 * takes a port between its choice and its use, or while a server restarts. The same holds for the port of a Redis
 * Cluster's bus, which is 10,000 above that of its clients.
 */
const [LOWEST, HIGHEST] = [12_000, 22_000];
const given = new Set<number>();

/** A free port of this machine, for a server whose address is needed before it starts. */
export async function freePort(): Promise<number> {
  for (;;) {
    // A random one, because other test files choose theirs at the same time.
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/** Whether nothing listens on the port, on any address. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port), 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
