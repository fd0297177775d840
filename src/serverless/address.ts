import { Problem } from '../problems/problem';
import { senderOf, type HttpEvent } from './events';

/**
 * The request target as on the request line: path and query, percent-encoded.
 *
 * @throws Problem `validation_failed` for a path that an HTTP API decoded so that it could mean several
 * resources.
 */
export function addressOf(event: HttpEvent): string {
  const query = queryOf(event);
  return pathOf(event) + (query === '' ? '' : `?${query}`);
}

function pathOf(event: HttpEvent): string {
  const path = withoutStage(event);
  return plainPath(senderOf(event) === 'http-api' ? encodedAgain(path, event.routeKey) : path);
}

/**
 * The path, if every URL parser reads it in the same way: parsers remove dot segments, which would reach
 * another resource.
 *
 * @throws Problem `validation_failed` for any other path.
 */
export function plainPath(path: string): string {
  if (path.split('/').some(isDotSegment) || NOT_IN_A_PATH.test(path)) {
    throw new Problem(
      'validation_failed',
      'The path contains a dot segment, or a character that is not allowed in a path.',
    );
  }
  return path;
}

/** RFC 3986 section 5.2.4 and the WHATWG URL Standard, which also treats `%2e` as a dot. */
const isDotSegment = (segment: string): boolean => /^(?:\.|%2e){1,2}$/i.test(segment);

/** RFC 3986 section 3.3. URL parsers treat a backslash as a slash and drop control characters. */
// oxlint-disable-next-line no-control-regex
const NOT_IN_A_PATH = /[\\\u0000-\u0020\u007f]/;

/**
 * An HTTP API puts the stage in front of the path only for requests to its own domain: with a custom domain
 * the first segment belongs to the path, even if it equals the stage.
 */
function withoutStage(event: HttpEvent): string {
  const { stage, domainName } = event.requestContext ?? {};
  const path = event.rawPath ?? event.path ?? '/';
  const isOwnDomain = domainName === undefined || /^[^.]+\.execute-api\./.test(domainName);
  if (senderOf(event) !== 'http-api' || !isOwnDomain || !stage || stage === '$default') return path;
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

/**
 * The path with every segment encoded again. An HTTP API decodes the path before it invokes the function,
 * so `/`, `?`, `#` and `%` in a name can no longer be distinguished from delimiters.
 */
function encodedAgain(path: string, routeKey: string | undefined): string {
  if (/[%?#]/.test(path)) throw ambiguous('The path contains %, ? or #, which an HTTP API has decoded.');
  const segments = path.split('/');
  const template = routeKey?.split(' ', 2)[1];
  if (template?.includes('{') && !template.includes('+}') && template.split('/').length !== segments.length) {
    throw ambiguous('The path contains a / in a name, which an HTTP API has decoded.');
  }
  return segments.map(encodeSegment).join('/');
}

/** Half of a surrogate pair, which `encodeURIComponent` refuses. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment.replaceAll(LONE_SURROGATE, '\ufffd'));

const ambiguous = (detail: string): Problem =>
  new Problem('validation_failed', `${detail} Use the \`sub\` of the user in the path.`);

/** The query as sent, if the event has it, otherwise rebuilt from the decoded values. */
function queryOf(event: HttpEvent): string {
  if (event.rawQueryString !== undefined) return event.rawQueryString;
  // A load balancer passes the query on unchanged; a REST API decodes it.
  const write = senderOf(event) === 'load-balancer' ? (text: string) => text : encodeSegment;
  return Object.entries(valuesOf(event))
    .flatMap(([name, values]) => values.map((value) => `${write(name)}=${write(value)}`))
    .join('&');
}

function valuesOf(event: HttpEvent): Record<string, readonly string[]> {
  const { multiValueQueryStringParameters: several, queryStringParameters: single } = event;
  const entries: [string, readonly string[] | undefined][] = several
    ? Object.entries(several)
    : Object.entries(single ?? {}).map(([name, value]) => [name, value === undefined ? undefined : [value]]);
  return Object.fromEntries(entries.map(([name, values]) => [name, values ?? []]));
}
