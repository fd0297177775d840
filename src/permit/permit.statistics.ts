import { Injectable } from '@nestjs/common';

/** Result of a decision: admitted, refused by the policies, or refused because it failed. */
export type PermitResult = 'allow' | 'deny' | 'error';

/** Decisions by engine and result. */
@Injectable()
export class PermitStatistics {
  readonly counts = new Map<string, { engine: string; result: PermitResult; count: number }>();

  count(engine: string, result: PermitResult): void {
    const key = `${engine} ${result}`;
    const entry = this.counts.get(key) ?? { engine, result, count: 0 };
    entry.count += 1;
    this.counts.set(key, entry);
  }
}
