// The upper limit: Node's own HTTP server on one core with a constant response. The benchmark passes the response to
// compare with; by default the server sends that of `/health/live`.
import { createServer } from 'node:http';
import { ALIVE, host, port } from './setting.js';

const { headers, body } = process.env.ANSWER
  ? JSON.parse(process.env.ANSWER)
  : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(ALIVE) };
const complete = { ...headers, 'content-length': Buffer.byteLength(body) };

createServer((_request, response) => response.writeHead(200, complete).end(body)).listen(port, host);
