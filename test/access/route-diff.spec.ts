import { claim, group, owner, toPortable, type Policy, type PortableAccess } from 'lifeguard-auth';
import type { RouteFile } from '../../src/access/portable-routes';
import { diffRoutes, diffText, isWider } from '../../src/access/route-diff';
import { parseRouteFile } from '../../src/access/route-file';

const PUBLIC: PortableAccess = { kind: 'public' };
const by = (policy: Policy): PortableAccess => ({ kind: 'token', policy: toPortable(policy, 'A.b') });
const file = (routes: Record<string, PortableAccess>): RouteFile => ({
  version: 1,
  routes: Object.entries(routes).map(([route, access]) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path, access };
  }),
});
const diff = (older: Record<string, PortableAccess>, newer: Record<string, PortableAccess>) =>
  diffRoutes(file(older), file(newer));

describe('the difference between two files of routes', () => {
  it.each<[string, PortableAccess | undefined, PortableAccess | undefined, string, boolean]>([
    ['a new public route', undefined, PUBLIC, 'added', true],
    ['a new guarded route', undefined, by(group('a')), 'added', false],
    ['a removed route', PUBLIC, undefined, 'removed', false],
    ['a route that became public', by(group('a')), PUBLIC, 'wider', true],
    ['a route that is no longer public', PUBLIC, { kind: 'token' }, 'narrower', false],
    ['another requirement', by(group('a')), by(group('b')), 'incomparable', true],
    [
      'another predicate',
      by(claim('n', (value) => value === 1)),
      by(claim('n', (value) => value === 2)),
      'incomparable',
      true,
    ],
  ])('reports %s', (_, older, newer, change, wider) => {
    const of = (access?: PortableAccess): Record<string, PortableAccess> =>
      access ? { 'GET /x': access } : {};
    const [found] = diff(of(older), of(newer));
    expect([found?.change, found && isWider(found)]).toEqual([change, wider]);
  });

  it('does not depend on the name of a parameter', () => {
    const older = { 'GET /x/:id': by(owner('id')) };
    expect(diff(older, { 'GET /x/:sub': by(owner('sub')) })).toEqual([
      { route: 'GET /x/:sub', change: 'same' },
    ]);
    expect(diff(older, { 'GET /x/:sub': { kind: 'token' } })[0]?.change).toBe('wider');
  });

  it('has a line for each route, followed by its callers', () => {
    const changes = diff({ 'GET /x': by(group('a')), 'GET /y': PUBLIC }, { 'GET /x': by(group('b')) });
    expect(diffText(changes)).toEqual([
      'incomparable  GET /x',
      '  + admits now: a person in group `b`',
      '  - refuses now: a person in group `a`',
      'removed       GET /y',
    ]);
  });
});

describe('a file of routes', () => {
  it('is read back unchanged', () => {
    const written = file({ 'GET /x': by(claim('n', () => true)), 'GET /y': PUBLIC });
    expect(parseRouteFile(JSON.stringify(written), 'older.json')).toEqual(written);
  });

  it.each(['', '[]', '{"version":2,"routes":[]}'])('is refused with its name if it is %j', (text) => {
    expect(() => parseRouteFile(text, 'older.json')).toThrow(/^older\.json is not /);
  });

  it('is refused if it has an unknown kind of policy', () => {
    const text = JSON.stringify(file({ 'GET /x': by(group('a')) })).replace('"group"', '"surprise"');
    expect(() => parseRouteFile(text, 'older.json')).toThrow(/is not what/);
  });
});
