import { toJson } from '../../http/written-once';
import type { Principal } from '../principal';
import { TokenPrincipal } from './token-principal';

const claims = { sub: 'sub-1', custom: [1] };
const alice = () => new TokenPrincipal('user', 'sub-1', 'client', 'alice', ['a'], ['x', 'y'], claims);
const robot = () => new TokenPrincipal('client', 'client', 'client', undefined, [], [], claims);

describe('TokenPrincipal', () => {
  it('writes itself out as its members, and nothing more', () => {
    expect(JSON.parse(alice().json)).toEqual({
      kind: 'user',
      sub: 'sub-1',
      clientId: 'client',
      username: 'alice',
      groups: ['a'],
      scopes: ['x', 'y'],
      claims,
    });
    expect(JSON.parse(robot().json)).not.toHaveProperty('username');
  });

  it('is written out once, frozen or not', () => {
    const stringify = jest.spyOn(JSON, 'stringify');
    const caller = Object.freeze(alice());
    const texts = [caller.json, toJson(caller), caller.json];
    expect(new Set(texts).size).toBe(1);
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
  });

  it('names no constructor, which Nest would write out with every answer, and is an instance all the same', () => {
    expect(Object.hasOwn(TokenPrincipal.prototype, 'constructor')).toBe(false);
    expect(alice()).toBeInstanceOf(TokenPrincipal);
  });

  it('is no more than one way to have a principal: others are written out as well', () => {
    const other: Principal = { kind: 'client', sub: 's', clientId: 's', groups: [], scopes: [], claims: {} };
    expect(toJson(other)).toBe(JSON.stringify(other));
    expect(toJson(alice())).toBe(alice().json);
  });
});
