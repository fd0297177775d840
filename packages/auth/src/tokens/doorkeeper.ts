/** Slots of 4 bytes, two for each set. A power of two. */
const SLOTS = 262_144;

/**
 * Tells whether something was met before, by its number, in a fixed amount of memory. Numbers share sets of two slots; the
 * one of a set that was met longest ago gives way, and is then met as if for the first time.
 */
export class Doorkeeper {
  readonly #met = new Int32Array(SLOTS);

  /** Whether the number, of at most 30 bits, was met before; it is from now on. */
  meet(number: number): boolean {
    // Zero is an empty slot.
    const mark = number + 1;
    const slot = (number << 1) & (SLOTS - 1);
    const other = slot + 1;
    if (this.#met[slot] === mark || this.#met[other] === mark) return true;
    this.#met[other] = this.#met[slot] ?? 0;
    this.#met[slot] = mark;
    return false;
  }
}
