import { describe as inWords } from './describe.ts';
import { allOf, anyOf, claim, group, machine, named, not, owner, scope, type Policy } from './policy.ts';

describe('describe', () => {
  it.each<[Policy, string]>([
    [group('a'), 'group `a`'],
    [group('a', 'b'), 'any of the groups `a`, `b`'],
    [scope('x/y'), 'scope `x/y`'],
    [scope('x', 'y'), 'any of the scopes `x`, `y`'],
    [claim('a', 'b'), 'claim `a` equal to `"b"`'],
    [claim('a', [1, true]), 'claim `a` equal to `1` or `true`'],
    [claim('a', () => true), 'claim `a` satisfying a predicate'],
    [owner('id'), "the parameter `id` being the caller's own sub"],
    [owner('id', { by: 'username' }), "the parameter `id` being the caller's own username"],
    [machine(), 'a machine (client credentials)'],
    [named('reader'), 'reader'],
    [not(group('a')), 'not (group `a`)'],
    [not(not(group('a'))), 'group `a`'],
    [allOf(group('a')), 'group `a`'],
    [allOf(group('a'), scope('b')), 'group `a` and scope `b`'],
    [
      anyOf(group('a'), allOf(machine(), scope('b'))),
      'group `a` or (a machine (client credentials) and scope `b`)',
    ],
    [allOf(anyOf(group('a'), group('b')), anyOf(scope('c'))), '(group `a` or group `b`) and scope `c`'],
    [not(anyOf(group('a'), group('b'))), 'not (group `a` or group `b`)'],
    // A list with a single part is unwrapped.
    [allOf(scope('c'), allOf(anyOf(group('a'), group('b')))), 'scope `c` and (group `a` or group `b`)'],
    [anyOf(scope('c'), anyOf(allOf(group('a'), group('b')))), 'scope `c` or (group `a` and group `b`)'],
  ])('describes %j as %s', (policy, text) => {
    expect(inWords(policy)).toBe(text);
  });
});
