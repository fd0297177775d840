import { parseRedisUrl } from './redis-url.ts';

const NODE = { host: 'a', port: 6379, tls: false, database: 0 };

describe('parseRedisUrl', () => {
  it.each([
    ['redis://a', { nodes: [NODE], cluster: false }],
    ['redis://a:7000/2', { nodes: [{ ...NODE, port: 7000, database: 2 }], cluster: false }],
    ['redis://u:p%40s%25@a', { nodes: [{ ...NODE, username: 'u', password: 'p@s%' }], cluster: false }],
    ['rediss://[::1]:6380', { nodes: [{ ...NODE, host: '::1', port: 6380, tls: true }], cluster: false }],
    ['redis://a?cluster=true', { nodes: [NODE], cluster: true }],
    ['redis://a, redis://b', { nodes: [NODE, { ...NODE, host: 'b' }], cluster: true }],
  ])('reads %s', (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  it.each([
    '',
    'cache',
    'http://a',
    'redis://',
    'redis://a/first',
    'redis://a/1000',
    'redis://:pa%ss@a',
    'redis://us%er@a',
    'redis://a?tls=true',
    'redis://a?cluster=true&tls=true',
    'redis://a#fragment',
    'redis://a,rediss://b',
    'redis://a,',
  ])('refuses %j', (text) => {
    expect(parseRedisUrl(text)).toBeUndefined();
  });
});
