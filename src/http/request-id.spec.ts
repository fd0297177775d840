import { newRequestId, requestId } from './request-id';

describe('requestId', () => {
  it('creates unique ids of 128 random bits', () => {
    const ids = Array.from({ length: 10_000 }, newRequestId);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([undefined, '', 'a b', 'a\n', 'ä', '"', 'x'.repeat(129), ['a', 'b']])(
    'replaces %j by a new id',
    (given) => {
      expect(requestId({ headers: { 'x-request-id': given } })).toMatch(/^[\da-f]{32}$/);
    },
  );

  it.each(['a', 'x'.repeat(128), '5b0c9f4e-8f3a-4f63-9d5e-0c2f8a7b6d1e', 'Root=1-678-abc', 'a:b/c+d=_.'])(
    'keeps %j',
    (given) => {
      expect(requestId({ headers: { 'x-request-id': given } })).toBe(given);
    },
  );
});
