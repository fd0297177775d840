// The limit: what Node's own HTTP server does on one core with a constant answer.
import { createServer } from 'node:http';
import { ALIVE, host, port } from './setting.js';

const body = JSON.stringify(ALIVE);
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(port, host);
