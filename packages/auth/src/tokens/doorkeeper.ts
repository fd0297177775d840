/** Slots of 4 bytes. A power of two. */
const SLOTS = 65_536;

/**
 * Tells whether something was met before, by its number, in a fixed amount of memory. A later number may take the place of
 * an earlier one, which is then met as if for the first time.
 */
export class Doorkeeper {
  readonly #met = new Int32Array(SLOTS);

  /** Whether the number was met before; it is from now on. */
  meet(number: number): boolean {
    // Zero is an empty slot.
    const mark = number | 1;
    const slot = (number >>> 1) & (SLOTS - 1);
    if (this.#met[slot] === mark) return true;
    this.#met[slot] = mark;
    return false;
  }
}
