import { Injectable } from '@nestjs/common';

/** The limits: requests from an address, requests of a principal, failed attempts for an account. */
export type LimitName = 'auth' | 'principal' | 'account';

/** Number of refused requests by limit, as plain numbers for metrics to read. */
@Injectable()
export class Refusals {
  readonly counts = new Map<LimitName, number>();

  add(limit: LimitName): void {
    this.counts.set(limit, (this.counts.get(limit) ?? 0) + 1);
  }
}
