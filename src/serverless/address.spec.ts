import { addressOf } from './address';
import type { HttpEvent } from './events';

const rest = (event: HttpEvent): HttpEvent => ({ httpMethod: 'GET', requestContext: {}, ...event });

const http = (
  rawPath: string,
  event: HttpEvent = {},
  context: HttpEvent['requestContext'] = {},
): HttpEvent => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  ...event,
  requestContext: {
    stage: '$default',
    domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
    ...context,
  },
});

describe('the address of a REST API event', () => {
  it('keeps the encoded path, without the stage', () => {
    expect(addressOf(rest({ path: '/users/a%2Fb', requestContext: { stage: 'users' } }))).toBe(
      '/users/a%2Fb',
    );
  });

  it('encodes the decoded query again, with every value and its commas', () => {
    const event = rest({
      path: '/users',
      queryStringParameters: { filter: 'email ^= "a,b&c"', limit: '2' },
      multiValueQueryStringParameters: { filter: ['email ^= "a,b&c"'], limit: ['1', '2'] },
    });
    expect(addressOf(event)).toBe('/users?filter=email%20%5E%3D%20%22a%2Cb%26c%22&limit=1&limit=2');
  });

  it('has no question mark without a query', () => {
    expect(addressOf(rest({ path: '/x', queryStringParameters: null }))).toBe('/x');
  });
});

describe('the address of an HTTP API event', () => {
  it.each([
    ['/prod/whoami', { stage: 'prod' }, '/whoami'],
    ['/prod', { stage: 'prod' }, '/'],
    ['/production/x', { stage: 'prod' }, '/production/x'],
    ['/whoami', { stage: '$default' }, '/whoami'],
    ['/users/alice', { stage: 'users', domainName: 'api.example.com' }, '/users/alice'],
    ['/users/alice', { stage: 'users' }, '/alice'],
  ])('for %s with %j is %s', (path, context, expected) => {
    expect(addressOf(http(path, {}, context))).toBe(expected);
  });

  it('encodes the decoded segments again', () => {
    expect(addressOf(http('/users/jörg müller'))).toBe('/users/j%C3%B6rg%20m%C3%BCller');
  });

  it.each(['/users/50%', '/users/a%2Fb', '/users/a?b', '/users/a#b'])(
    'for %s is refused as ambiguous',
    (path) => {
      expect(() => addressOf(http(path))).toThrow(expect.objectContaining({ code: 'validation_failed' }));
    },
  );

  it('is refused if the route shows that a name contains a slash', () => {
    const route = { routeKey: 'GET /users/{username}' };
    expect(() => addressOf(http('/users/a/b', route))).toThrow(expect.objectContaining({ status: 400 }));
    expect(addressOf(http('/users/ab', route))).toBe('/users/ab');
    expect(addressOf(http('/users/a/b', { routeKey: '$default' }))).toBe('/users/a/b');
    expect(addressOf(http('/a/b/c', { routeKey: 'ANY /a/{proxy+}' }))).toBe('/a/b/c');
  });

  it('keeps the query as it was sent', () => {
    expect(addressOf(http('/users', { rawQueryString: 'filter=a%2Cb&limit=1&limit=2' }))).toBe(
      '/users?filter=a%2Cb&limit=1&limit=2',
    );
  });
});

describe('the address of other events', () => {
  it('for a Function URL keeps its encoding', () => {
    const domainName = 'x.lambda-url.eu-west-1.on.aws';
    expect(addressOf(http('/users/a%2Fb', {}, { domainName }))).toBe('/users/a%2Fb');
  });

  it('for a load balancer keeps path and query unchanged', () => {
    const event: HttpEvent = {
      httpMethod: 'GET',
      path: '/users/a%2Fb',
      queryStringParameters: { filter: 'a%2Cb', bad: '%' },
      requestContext: { elb: {} },
    };
    expect(addressOf(event)).toBe('/users/a%2Fb?filter=a%2Cb&bad=%');
  });
});

describe('an address that a URL parser would change', () => {
  it.each(['/users/../groups/x', '/users/%2e%2E/groups/x', '/users/./x', '/a\\b', '/a b', '/..'])(
    'is refused: %s',
    (path) => {
      expect(() => addressOf(rest({ path }))).toThrow(expect.objectContaining({ code: 'validation_failed' }));
    },
  );

  it('is not a path with dots inside a name', () => {
    expect(addressOf(rest({ path: '/users/...' }))).toBe('/users/...');
    expect(addressOf(rest({ path: '/users/a..b' }))).toBe('/users/a..b');
  });
});
