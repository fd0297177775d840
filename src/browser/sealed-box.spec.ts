import { randomBytes } from 'node:crypto';
import { SealedBox } from './sealed-box';

const [one, two, three] = [randomBytes(32), randomBytes(32), randomBytes(32)];

describe('a sealed box', () => {
  const box = new SealedBox('test', [one]);

  it('opens with the two secrets that sealed it', () => {
    expect(box.open(box.seal({ a: 1 }, 'cookie'), 'cookie')).toEqual({ a: 1 });
  });

  it('does not reveal its content, and differs each time', () => {
    const [first, second] = [box.seal('a long text to look for'), box.seal('a long text to look for')];
    expect(first.toString('latin1')).not.toContain('long text');
    expect(first.equals(second)).toBe(false);
  });

  it.each([
    ['another second secret', (sealed: Buffer) => box.open(sealed, 'other')],
    ['no second secret', (sealed: Buffer) => box.open(sealed)],
    ['another secret', (sealed: Buffer) => new SealedBox('test', [two]).open(sealed, 'cookie')],
    ['another purpose', (sealed: Buffer) => new SealedBox('other', [one]).open(sealed, 'cookie')],
  ])('does not open with %s', (_, open) => {
    expect(open(box.seal({ a: 1 }, 'cookie'))).toBeUndefined();
  });

  it('does not open if any bit was changed', () => {
    const sealed = box.seal({ a: 1 });
    for (let index = 0; index < sealed.byteLength; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(box.open(changed)).toBeUndefined();
    }
  });

  it.each([0, 3, 20, 31, 32])('does not open if it was truncated to %i bytes', (length) => {
    expect(box.open(box.seal({ a: 1 }).subarray(0, length))).toBeUndefined();
  });

  it('opens with every secret of a rotation, and seals with the first', () => {
    const rotated = new SealedBox('test', [two, one]);
    expect(rotated.open(box.seal('old'))).toBe('old');
    expect(box.open(rotated.seal('new'))).toBeUndefined();
    expect(new SealedBox('test', [three, two]).open(rotated.seal('new'))).toBe('new');
  });
});
