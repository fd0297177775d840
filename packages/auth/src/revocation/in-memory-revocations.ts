import type { RevocationSetup } from './revocation-setup.ts';
import { RevocationTable, tableOptions, type RevocablePrincipal } from './revocation-table.ts';
import type { Refusal, Revocation } from './revocation.ts';
import { nowSeconds, Revocations, type Propagation } from './revocations.ts';

/** The revocations of one process, kept in its memory. */
export class InMemoryRevocations extends Revocations {
  readonly #table: RevocationTable;

  constructor(setup: RevocationSetup) {
    super();
    this.#table = new RevocationTable(tableOptions(setup));
  }

  override get synced(): boolean {
    return true;
  }

  override get pending(): number {
    return 0;
  }

  override get size(): number {
    return this.#table.size;
  }

  override find(principal: RevocablePrincipal): Refusal | undefined {
    return this.#table.find(principal);
  }

  override record(revocations: readonly Revocation[], at = nowSeconds()): Promise<Propagation> {
    let isNew = false;
    for (const each of revocations) isNew = this.#table.add(each, at) || isNew;
    this.count(revocations);
    if (isNew) this.notify();
    return Promise.resolve('shared');
  }
}
