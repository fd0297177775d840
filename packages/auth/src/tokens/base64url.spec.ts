import * as fc from 'fast-check';
import { fromBase64url } from './base64url.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The definition: a text is canonical if encoding its bytes returns it. */
const isCanonical = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;

describe('fromBase64url', () => {
  it('decodes the encoding of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        expect(fromBase64url(Buffer.from(bytes).toString('base64url'))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('accepts a text of two or three characters only if its unused bits are zero', () => {
    for (const first of ALPHABET) {
      for (const last of ALPHABET) {
        for (const text of [first + last, `A${first}${last}`]) {
          expect([text, fromBase64url(text) !== undefined]).toEqual([text, isCanonical(text)]);
        }
      }
    }
  });

  it('accepts only the canonical text of its bytes', () => {
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

  it('decodes an empty text as no bytes', () => {
    expect(fromBase64url('')).toEqual(Buffer.alloc(0));
  });
});
