import { Revocations, type Propagation, type Revocation } from 'lifeguard-auth';

/** Refuses no token, and keeps the recorded revocations in order. */
export class KeptRevocations extends Revocations {
  readonly kept: Revocation[] = [];
  readonly synced = true;
  readonly pending = 0;

  override get size(): number {
    return this.kept.length;
  }

  override find(): undefined {
    return undefined;
  }

  override record(revocations: readonly Revocation[]): Promise<Propagation> {
    this.kept.push(...revocations);
    return Promise.resolve('local');
  }
}
