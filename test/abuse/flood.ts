import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request in bytes. */
export function request(method: string, path: string, body = '', ...headers: string[]): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${path} HTTP/1.1`, 'Host: a', ...length, ...headers, '', body].join('\r\n');
}

export const JSON_TYPE = 'Content-Type: application/json';

export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // The service may close it at any time.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends the bytes over connections that never read an answer, and keeps them open for a while. */
export async function sendUnread(url: string, bytes: string, connections: number, ms: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  for (const socket of sockets) socket.pause().write(bytes);
  await sleep(ms);
  for (const socket of sockets) socket.destroy();
}

/** Sends the requests one after another, each over its own connection, and returns the status codes. */
export async function sendInTurn(url: string, requests: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const bytes of requests) {
    const socket = await open(url);
    socket.write(bytes);
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
    statuses.push(Number(String(chunk).split(' ')[1]));
    socket.destroy();
  }
  return statuses;
}
