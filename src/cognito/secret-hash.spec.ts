import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { secretHash } from './secret-hash';

it('secretHash is the base64 of an HMAC-SHA256 over username and client id, in this order', () => {
  const expected = createHmac('sha256', 'secret').update(Buffer.from('älicecid')).digest('base64');
  expect(secretHash('secret', 'älice', 'cid')).toBe(expected);
  expect(secretHash('key', 'The quick brown fox ', 'jumps over the lazy dog')).toBe(
    '97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=',
  );
});
