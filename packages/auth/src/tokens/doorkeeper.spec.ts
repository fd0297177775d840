import { Doorkeeper } from './doorkeeper.ts';

const SETS = 131_072;

describe('Doorkeeper', () => {
  it('has met a number once it was shown', () => {
    const doorkeeper = new Doorkeeper();
    for (const number of [0, 1, 2, 1000, 0x3fffffff]) {
      expect([number, doorkeeper.meet(number)]).toEqual([number, false]);
      expect([number, doorkeeper.meet(number)]).toEqual([number, true]);
      expect([number, doorkeeper.meet(number)]).toEqual([number, true]);
    }
  });

  it('knows two numbers of one set, and forgets the older one for a third', () => {
    const doorkeeper = new Doorkeeper();
    const [one, two, three] = [6, 6 + SETS, 6 + 2 * SETS];
    expect([one, two].map((number) => doorkeeper.meet(number))).toEqual([false, false]);
    expect([one, two].map((number) => doorkeeper.meet(number))).toEqual([true, true]);
    expect(doorkeeper.meet(three)).toBe(false);
    expect([three, two].map((number) => doorkeeper.meet(number))).toEqual([true, true]);
    expect(doorkeeper.meet(one)).toBe(false);
  });

  it('keeps a hundred thousand numbers apart', () => {
    const doorkeeper = new Doorkeeper();
    const numbers = Array.from({ length: 100_000 }, (_, index) => index);
    expect(numbers.filter((number) => doorkeeper.meet(number))).toEqual([]);
    expect(numbers.every((number) => doorkeeper.meet(number))).toBe(true);
  });
});
