import { safeReturnTo } from './return-to';

const PUBLIC = 'https://app.example.com';

describe('where a browser goes after signing in', () => {
  it.each([
    ['/orders', '/orders'],
    ['/orders?page=2#last', '/orders?page=2#last'],
    ['/', '/'],
    ['/a/../b', '/b'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/ä ö', '/%C3%A4%20%C3%B6'],
  ])('is the path %s of this origin', (wish, result) => {
    expect(safeReturnTo(wish, PUBLIC)).toBe(result);
    expect(new URL(result, PUBLIC).origin).toBe(PUBLIC);
  });

  it.each([
    undefined,
    '',
    'orders',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    'https://evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    '%2f%2fevil.example',
    ' //evil.example',
    `/${'x'.repeat(2000)}`,
  ])('is the account page for %j', (wish) => {
    expect(safeReturnTo(wish, PUBLIC)).toBe('/account');
  });

  it('is the account page under the prefix of PUBLIC_URL', () => {
    expect(safeReturnTo('//evil.example', `${PUBLIC}/guard`)).toBe('/guard/account');
  });
});
