import { Injectable } from '@nestjs/common';

/** What is limited: the requests of an address, those of a principal, the failed attempts at an account. */
export type LimitName = 'auth' | 'principal' | 'account';

/** How many requests were refused, by limit, as plain numbers: whoever shows them reads them when asked. */
@Injectable()
export class Refusals {
  readonly counts = new Map<LimitName, number>();

  add(limit: LimitName): void {
    this.counts.set(limit, (this.counts.get(limit) ?? 0) + 1);
  }
}
