import type { IncomingMessage } from 'node:http';
import { Problem } from '../problems/problem';

/** `uri-host [ ":" port ]` of RFC 9110 section 7.2: a registered name, an IPv4 address or a bracketed IP literal. */
const HOST =
  /^(?:\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+\.[\w.~!$&'()*+,;=:-]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?$/;

const ABSOLUTE = /^https?:\/\/([^/?#]*)([/?#].*)?$/is;

/** Fields with one value. Two of them could be read differently by a proxy in front (RFC 9110 section 5.3). */
const SINGLE = new Set(['host', 'content-type', 'content-length', 'transfer-encoding', 'content-encoding']);

/**
 * Checks a request before routing for faults that Node accepts, but RFC 9112 requires a server to refuse. Returns
 * undefined for a valid request.
 */
export function framingFault(request: IncomingMessage): Problem | undefined {
  const { headers, url = '', httpVersionMajor, httpVersionMinor } = request;
  // Node's parser accepts HTTP/2.0 in a request line, and would treat the request as one of HTTP/1.0.
  if (httpVersionMajor !== 1)
    return new Problem('invalid_request', 'The version of HTTP is not supported; use 1.1.', { status: 505 });
  const isOld = httpVersionMinor === 0;
  if (headers.host === undefined ? !isOld : !isHost(headers.host))
    return malformed(
      headers.host === undefined
        ? 'The request has no `Host` header.'
        : 'The `Host` header is not a valid host.',
    );
  const coding = headers['transfer-encoding'];
  if (coding !== undefined) {
    // RFC 9112 section 6.1: HTTP/1.0 has no transfer codings, so the message may be framed differently elsewhere.
    if (isOld) return malformed('An HTTP/1.0 request cannot have `Transfer-Encoding`.');
    const codings = coding
      .toLowerCase()
      .split(',')
      .map((each) => each.trim());
    // RFC 9112 section 6.3: without `chunked` as the last coding, the end of the message is unknown.
    if (codings.at(-1) !== 'chunked') return malformed('The last transfer coding is not `chunked`.');
    if (codings.length > 1)
      return new Problem('invalid_request', 'Only the transfer coding `chunked` is supported.', {
        status: 501,
      });
  }
  if (url.charCodeAt(0) !== SLASH && !isOtherForm(url)) return malformed('The request target is not valid.');
  return repeatsSingleField(request)
    ? malformed('A header that allows a single value was sent twice.')
    : undefined;
}

/** The last valid `Host`. Nearly every request has the same one. */
let lastHost = '';

function isHost(text: string): boolean {
  if (text === lastHost) return true;
  if (!HOST.test(text)) return false;
  lastHost = text;
  return true;
}

const SLASH = 47;

/** RFC 9112 section 3.2: the absolute form, or an asterisk. */
function isOtherForm(url: string): boolean {
  if (url === '*') return true;
  const authority = ABSOLUTE.exec(url)?.[1];
  // RFC 9110 sections 4.2.1 and 4.2.4: an empty host and userinfo are errors.
  return authority !== undefined && /^[^:]/.test(authority) && HOST.test(authority);
}

function repeatsSingleField({ rawHeaders, headers }: IncomingMessage): boolean {
  // Repeated fields are the only reason for Node to have fewer names than lines.
  if (Object.keys(headers).length * 2 === rawHeaders.length) return false;
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}

/**
 * The path and query of a request target in absolute form; any other form is returned unchanged (RFC 9112
 * section 3.2.2).
 */
export function originForm(url: string): string {
  if (url.charCodeAt(0) === SLASH) return url;
  const rest = ABSOLUTE.exec(url)?.[2];
  if (rest === undefined) return ABSOLUTE.test(url) ? '/' : url;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The connection is closed because the start of the next request is unknown. */
const malformed = (detail: string): Problem => new Problem('invalid_request', detail);
