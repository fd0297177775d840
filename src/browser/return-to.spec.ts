import { safeReturnTo } from './return-to';

const PUBLIC = 'https://app.example.com';

describe('the address after sign-in', () => {
  it.each([
    ['/orders', '/orders'],
    ['/orders?page=2#last', '/orders?page=2#last'],
    ['/', '/'],
    ['/a/../b', '/b'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/ä ö', '/%C3%A4%20%C3%B6'],
  ])('is the path %s on this origin', (returnTo, result) => {
    expect(safeReturnTo(returnTo, PUBLIC)).toBe(result);
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
  ])('is the account page for %j', (returnTo) => {
    expect(safeReturnTo(returnTo, PUBLIC)).toBe('/account');
  });

  it('is the account page below the path of PUBLIC_URL', () => {
    expect(safeReturnTo('//evil.example', `${PUBLIC}/guard`)).toBe('/guard/account');
  });
});
