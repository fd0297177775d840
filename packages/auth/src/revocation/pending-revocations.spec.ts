import { PendingRevocations } from './pending-revocations.ts';
import type { TimedRevocation } from './revocation.ts';

const MAX_PENDING = 50_000;
const user = (sub: string, at: number, pool?: string): TimedRevocation => ({
  revocation: { kind: 'user', sub, reason: 'sign-out', pool },
  at,
});
const many = (count: number, pool?: string): TimedRevocation[] =>
  Array.from({ length: count }, (_, index) => user(`user${index}`, 100 + (index % 7), pool));
const all = (at: number, pool?: string): TimedRevocation => ({
  revocation: { kind: 'all', pool },
  at,
});

describe('PendingRevocations', () => {
  it('are kept individually up to 50,000', () => {
    const pending = new PendingRevocations();
    expect(pending.keep(many(MAX_PENDING))).toEqual([]);
    expect(pending.size).toBe(MAX_PENDING);
  });

  it('are replaced beyond that by one for each pool, with the latest time', () => {
    const pending = new PendingRevocations();
    pending.keep([user('first', 300, 'staff'), user('second', 200, 'staff')]);
    expect(pending.keep(many(MAX_PENDING))).toEqual([all(300, 'staff'), all(106)]);
    expect(pending.size).toBe(2);
    pending.settle([all(300, 'staff')]);
    expect(pending.size).toBe(1);
  });

  it('stay if the shared set does not have them', () => {
    const pending = new PendingRevocations();
    pending.keep([user('alice', 100), user('bob', 100)]);
    pending.settleWhere(({ revocation }) => revocation.kind === 'user' && revocation.sub === 'alice');
    expect(pending.size).toBe(1);
    pending.settle([user('bob', 100)]);
    expect(pending.size).toBe(0);
  });
});
