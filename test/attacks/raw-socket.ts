import { connect } from 'node:net';

/** How long nothing may arrive. A busy machine delays an answer by seconds. */
const SILENCE_MS = 30_000;

/** A response as received. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  text(): Promise<string>;
}

/**
 * Sends exactly these bytes over one connection, and reads responses until the server closes it or `count` have
 * arrived.
 */
export function exchange(url: string, bytes: string | Buffer, count = Infinity): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    const end = () => {
      socket.destroy();
      resolve(parseAnswers(Buffer.concat(chunks)));
    };
    socket.setTimeout(SILENCE_MS, () => {
      socket.destroy();
      reject(new Error(`no end of the answer: ${Buffer.concat(chunks).toString()}`));
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (count !== Infinity && parseAnswers(Buffer.concat(chunks)).length >= count) end();
    });
    socket.on('end', end);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close the connection while an oversized request is still being sent.
      if (chunks.length > 0 || error.code === 'EPIPE') end();
      else reject(error);
    });
  });
}

/** Everything that the server answers to these bytes, as text, until it closes the connection. */
export async function exchangeText(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

/** One request without a body, with exactly the given headers. */
export const get = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: lifeguard.test', ...headers, '', ''].join('\r\n');

function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return answers;
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const headers = new Headers(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const start = end + 4;
    if (rest.length < start + length) return answers;
    const body = rest.subarray(start, start + length).toString('utf8');
    answers.push({ status: Number(first.split(' ')[1]), headers, body, text: () => Promise.resolve(body) });
    rest = rest.subarray(start + length);
  }
}
