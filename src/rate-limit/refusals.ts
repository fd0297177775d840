import { Injectable } from '@nestjs/common';

/** What is limited: the requests of an address, those of a principal, the failed attempts at an account. */
export type LimitName = 'auth' | 'principal' | 'account';

/** Number of refused requests by limit, as plain numbers for metrics to read. */
@Injectable()
export class Refusals {
  readonly counts = new Map<LimitName, number>();

  add(limit: LimitName): void {
    this.counts.set(limit, (this.counts.get(limit) ?? 0) + 1);
  }
}
