import * as fc from 'fast-check';
import { fromBase64url } from './base64url.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The definition: a text is the one that its bytes are written as. */
const isCanonical = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;

describe('fromBase64url', () => {
  it('reads what was written, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        expect(fromBase64url(Buffer.from(bytes).toString('base64url'))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('reads a text of two characters, or of three, exactly where its unused bits are zero', () => {
    for (const first of ALPHABET) {
      for (const last of ALPHABET) {
        for (const text of [first + last, `A${first}${last}`]) {
          expect([text, fromBase64url(text) !== undefined]).toEqual([text, isCanonical(text)]);
        }
      }
    }
  });

  it('reads no text but the one that its bytes are written as', () => {
    const character = fc.constantFrom(...Array.from(ALPHABET), '+', '/', '=', ' ', '\n', '.', 'é', '\u0141');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        expect(fromBase64url(text) !== undefined).toBe(isCanonical(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '++++',
    '////',
    'A+AA',
    'A/AA',
    'AA+A/AAA',
    'A',
    'AAAAA',
    'AA==',
    'AAA=',
    'A A',
    ' AAAA',
    'AAAA\n',
  ])('refuses %j', (text) => {
    expect(fromBase64url(text)).toBeUndefined();
  });

  it('reads nothing as no bytes', () => {
    expect(fromBase64url('')).toEqual(Buffer.alloc(0));
  });
});
