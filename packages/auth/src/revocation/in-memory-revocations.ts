import { Inject, Injectable } from '@nestjs/common';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import type { Principal } from '../principal.ts';
import { Revocations, type Recorded, type Revocation } from './revocations.ts';
import { RevocationTable } from './revocation-table.ts';

/** Revocations of one process, for as long as it lives. */
@Injectable()
export class InMemoryRevocations extends Revocations {
  readonly #table: RevocationTable;

  constructor(@Inject(AUTH_OPTIONS) options: AuthOptions) {
    super();
    this.#table = new RevocationTable(options.clockToleranceSeconds);
  }

  override get size(): number {
    return this.#table.size;
  }

  isRevoked(principal: Principal): boolean {
    return this.#table.isRevoked(principal);
  }

  record(...revocations: Revocation[]): Promise<Recorded> {
    const now = Math.floor(Date.now() / 1000);
    for (const revocation of revocations) this.#table.add(revocation, now);
    this.count(revocations);
    return Promise.resolve('recorded');
  }
}
