import { Doorkeeper } from './doorkeeper.ts';

describe('Doorkeeper', () => {
  it('has met a number once it was shown', () => {
    const doorkeeper = new Doorkeeper();
    for (const number of [0, 2, 1000, 0x3ffffffe]) {
      expect([number, doorkeeper.meet(number)]).toEqual([number, false]);
      expect([number, doorkeeper.meet(number)]).toEqual([number, true]);
      expect([number, doorkeeper.meet(number)]).toEqual([number, true]);
    }
  });

  it('forgets the number whose place another one takes', () => {
    const doorkeeper = new Doorkeeper();
    const [one, other] = [6, 6 + 2 * 65_536];
    expect([doorkeeper.meet(one), doorkeeper.meet(other), doorkeeper.meet(one)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('keeps tens of thousands of numbers apart', () => {
    const doorkeeper = new Doorkeeper();
    const numbers = Array.from({ length: 60_000 }, (_, index) => index * 2);
    expect(numbers.filter((number) => doorkeeper.meet(number))).toEqual([]);
    expect(numbers.every((number) => doorkeeper.meet(number))).toBe(true);
  });
});
