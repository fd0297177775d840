import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Problem } from '../problem.ts';

/** A Fastify reply. Express's response is Node's own response. */
interface Reply {
  code(status: number): Reply;
  headers(fields: Record<string, string>): Reply;
  send(body: Buffer): unknown;
}

/** Sends a problem as an RFC 9457 document, on Fastify and Express. */
@Catch(Problem)
export class ProblemFilter implements ExceptionFilter<Problem> {
  catch(problem: Problem, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw problem;
    const { id } = host.getArgByIndex<{ id?: unknown }>(0);
    const requestId = typeof id === 'string' ? id : randomUUID();
    const response = host.getArgByIndex<Reply | ServerResponse>(1);
    // As bytes: for strings both servers append `; charset=utf-8`, which this media type does not define.
    const body = Buffer.from(JSON.stringify(problem.toDocument(requestId)));
    if ('code' in response) response.code(problem.status).headers(problem.headers()).send(body);
    else if (!response.headersSent) {
      response.writeHead(problem.status, { ...problem.headers(), 'content-length': body.byteLength });
      response.end(body);
    }
  }
}
