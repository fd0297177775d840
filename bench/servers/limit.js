// The limit: what Node's own HTTP server does on one core with an answer that it has at hand. The bench gives it the very
// answer that it is to be compared with; without one it answers what `/health/live` does.
import { createServer } from 'node:http';
import { ALIVE, host, port } from './setting.js';

const { headers, body } = process.env.ANSWER
  ? JSON.parse(process.env.ANSWER)
  : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(ALIVE) };
const complete = { ...headers, 'content-length': Buffer.byteLength(body) };

createServer((_request, response) => response.writeHead(200, complete).end(body)).listen(port, host);
