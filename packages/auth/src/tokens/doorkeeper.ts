/** Number of 4-byte slots, two for each set. A power of two. */
const SLOTS = 262_144;

/**
 * Remembers numbers in a fixed amount of memory. Each number belongs to a set of two slots; a new number in a
 * full set replaces the older one, which is then forgotten.
 */
export class Doorkeeper {
  readonly #slots = new Int32Array(SLOTS);

  /** Whether the number, of at most 30 bits, was added before; adds it. */
  hasOrAdd(number: number): boolean {
    // Zero is an empty slot.
    const mark = number + 1;
    const slot = (number << 1) & (SLOTS - 1);
    const other = slot + 1;
    if (this.#slots[slot] === mark || this.#slots[other] === mark) return true;
    this.#slots[other] = this.#slots[slot] ?? 0;
    this.#slots[slot] = mark;
    return false;
  }
}
