import { Doorkeeper } from './doorkeeper.ts';

const SETS = 131_072;

describe('Doorkeeper', () => {
  it('has a number once it was added', () => {
    const doorkeeper = new Doorkeeper();
    for (const number of [0, 1, 2, 1000, 0x3fffffff]) {
      expect([number, doorkeeper.hasOrAdd(number)]).toEqual([number, false]);
      expect([number, doorkeeper.hasOrAdd(number)]).toEqual([number, true]);
      expect([number, doorkeeper.hasOrAdd(number)]).toEqual([number, true]);
    }
  });

  it.each([0, 6])('keeps two numbers of set %d, and replaces the older one by a third', (set) => {
    const doorkeeper = new Doorkeeper();
    const [one, two, three] = [set, set + SETS, set + 2 * SETS];
    expect([one, two].map((number) => doorkeeper.hasOrAdd(number))).toEqual([false, false]);
    expect([one, two].map((number) => doorkeeper.hasOrAdd(number))).toEqual([true, true]);
    expect(doorkeeper.hasOrAdd(three)).toBe(false);
    expect([three, two].map((number) => doorkeeper.hasOrAdd(number))).toEqual([true, true]);
    expect(doorkeeper.hasOrAdd(one)).toBe(false);
  });

  it('keeps a hundred thousand numbers apart', () => {
    const doorkeeper = new Doorkeeper();
    const numbers = Array.from({ length: 100_000 }, (_, index) => index);
    expect(numbers.filter((number) => doorkeeper.hasOrAdd(number))).toEqual([]);
    expect(numbers.every((number) => doorkeeper.hasOrAdd(number))).toBe(true);
  });
});
