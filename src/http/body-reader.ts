import type { FastifyInstance, FastifyRequest, preParsingHookHandler } from 'fastify';
import { Problem } from '../problems/problem';
import { readJsonBody } from './json-body';
import { isJsonType } from './json-type';
import { MAX_BODY_BYTES, MAX_BUFFERED_BYTES, SMALL_BODY_BYTES } from './limits';

/** Bytes beyond `SMALL_BODY_BYTES` of bodies that are not complete yet, all requests together. */
let buffered = 0;

/**
 * Reads bodies: JSON only, up to 1 MB. An empty body counts as absent, even with a content type: many
 * clients send the type without a body.
 */
export function installBodyReader(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (request, _payload, done) => {
    if (request.is404) return done(notRouted());
    readBytes(request, (error, bytes) => {
      if (error) return done(error);
      try {
        done(null, bytes.length === 0 ? undefined : readJsonBody(bytes));
      } catch (refusal) {
        done(refusal as Error);
      }
    });
  });
}

/** Ignores the content type of an absent body. Fastify refuses a malformed type before it looks for a body. */
export const dropTypeOfNoBody: preParsingHookHandler = ({ headers }, _reply, payload, done) => {
  const hasBody = (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
  if (!hasBody) delete headers['content-type'];
  done(null, payload);
};

const NOTHING = Buffer.alloc(0);

/** Calls `done` once, with the whole body or the problem. */
function readBytes(request: FastifyRequest, done: (error: Error | null, bytes: Buffer) => void): void {
  const { raw } = request;
  const chunks: Buffer[] = [];
  let length = 0;
  let counted = 0;
  const end = (error: Error | null) => {
    raw.off('data', onData).off('end', onEnd).off('error', end);
    buffered -= counted;
    done(error, error ? NOTHING : Buffer.concat(chunks, length));
  };
  const onEnd = () => end(null);
  const onData = (chunk: Buffer) => {
    if (length === 0) {
      const refusal = refusalOf(request);
      if (refusal) return end(refusal);
    }
    length += chunk.length;
    const large = Math.max(0, length - SMALL_BODY_BYTES);
    buffered += large - counted;
    counted = large;
    if (length > MAX_BODY_BYTES) end(tooLarge());
    else if (buffered > MAX_BUFFERED_BYTES)
      end(new Problem('overloaded', 'Too many large requests are arriving; try again.', { retryAfter: 1 }));
    else chunks.push(chunk);
  };
  const announced = Number(request.headers['content-length'] ?? 0);
  const refusal = announced > 0 ? refusalOf(request, announced) : undefined;
  if (refusal) return done(refusal, NOTHING);
  raw.on('data', onData).on('end', onEnd).on('error', end);
}

/** Answers before the body arrives, as RFC 9110 section 10.1.1 requires. The filter finds out whether the method is wrong. */
const notRouted = (): Problem => new Problem('route_not_found', 'There is no route at this address.');

const tooLarge = (): Problem => new Problem('body_too_large', 'The body is larger than 1 MB.');

/** The problem of a body that is refused on its headers, before it is read. */
function refusalOf({ headers, method }: FastifyRequest, announced = 0): Problem | undefined {
  if (announced > MAX_BODY_BYTES) return tooLarge();
  const coding = headers['content-encoding'];
  // RFC 9110 section 15.5.16: `Accept-Encoding` shows what was wrong.
  if (coding !== undefined && coding.toLowerCase() !== 'identity')
    return new Problem('unsupported_media_type', 'Send the body without a content coding.', {
      acceptEncoding: 'identity',
    });
  if (!isJsonType(headers['content-type'] ?? ''))
    return new Problem('unsupported_media_type', 'Send a body as `application/json` in UTF-8.');
  // RFC 9110 section 14.4.
  if (method === 'PUT' && headers['content-range'] !== undefined)
    return new Problem('validation_failed', 'A part of a resource cannot be replaced (`Content-Range`).');
  return undefined;
}
