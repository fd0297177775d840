import { describe, expect, it } from '@jest/globals';
import jsQr from 'jsqr';
import { describeTotp } from './totp-enrolment';

/** Reads the QR code in an SVG image as a camera would: the path is drawn into pixels first. */
function read(picture: string): string | undefined {
  const [, base64 = ''] = /^data:image\/svg\+xml;base64,([\w+/=]+)$/.exec(picture) ?? [];
  const svg = Buffer.from(base64, 'base64').toString();
  const [, width = 0] = /viewBox="0 0 (\d+) \d+"/.exec(svg)?.map(Number) ?? [];
  const scale = Math.max(1, Math.floor(480 / width));
  const side = width * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const [, unit = 1] = /h(\d+)v/.exec(svg)?.map(Number) ?? [];
  for (const [, x = 0, y = 0] of Array.from(svg.matchAll(/M(\d+),(\d+)h/g), (match) => match.map(Number))) {
    for (let row = y * scale; row < (y + unit) * scale; row += 1)
      for (let column = x * scale; column < (x + unit) * scale; column += 1)
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
  }
  return jsQr(pixels, side, side)?.data;
}

describe('describeTotp', () => {
  it('writes the key URI, percent-encoded', () => {
    expect(describeTotp('JBSWY3DP', 'Example & Co', 'älice@example.com').uri).toBe(
      'otpauth://totp/Example%20%26%20Co:%C3%A4lice%40example.com?secret=JBSWY3DP&issuer=Example%20%26%20Co',
    );
  });

  it.each([
    ['a short name', 'alice'],
    ['the longest name', 'a'.repeat(128)],
    ['a name in another script', '愛麗絲'.repeat(10)],
  ])('draws a QR code for %s that decodes to the URI', (_, username) => {
    const { uri, qr } = describeTotp(
      'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW',
      'Lifeguard',
      username,
    );
    expect(read(qr)).toBe(uri);
  });

  it('encodes the name so that it cannot add parameters to the URI', () => {
    const { uri } = describeTotp('JBSWY3DP', 'Lifeguard', 'a?secret=EVIL&issuer=b:c/d#e');
    expect(new URL(uri).searchParams.getAll('secret')).toEqual(['JBSWY3DP']);
  });
});
