import type { NamedReason, Revocation } from './revocation.ts';

const REASONS: ReadonlySet<unknown> = new Set<NamedReason>([
  'groups',
  'sign-out',
  'password',
  'disabled',
  'deleted',
  'revoked',
]);

const isReason = (text: unknown): text is NamedReason => REASONS.has(text);

/**
 * The key that identifies a revocation within its pool, in the form in which instances share it: a JSON
 * array. Two revocations with the same key differ only in their time, and the later one counts.
 *
 * @example `["user","7d8c…","groups","support",true]`, `["session","b1f0…","sign-out"]`,
 * `["group","support"]`, `["all"]`
 */
export function keyOf(revocation: Revocation): string {
  switch (revocation.kind) {
    case 'user': {
      const { sub, reason, change } = revocation;
      return JSON.stringify(['user', sub, reason, ...(change ? [change.group, change.member] : [])]);
    }
    case 'session':
      return JSON.stringify(['session', revocation.originJti, revocation.reason]);
    case 'token':
      return JSON.stringify(['token', revocation.jti, revocation.reason]);
    case 'group':
      return JSON.stringify(['group', revocation.name]);
    case 'all':
      return '["all"]';
  }
}

/** The revocation of a key, in the first pool; undefined for a key that this version does not know. */
export function fromKey(key: string): Revocation | undefined {
  const [kind, name, reason, group, member] = parseList(key);
  if (kind === 'all') return { kind };
  if (typeof name !== 'string') return undefined;
  if (kind === 'group') return { kind, name };
  if (!isReason(reason)) return undefined;
  if (kind === 'session') return { kind, originJti: name, reason };
  if (kind === 'token') return { kind, jti: name, reason };
  if (kind !== 'user') return undefined;
  const isChange = reason === 'groups' && typeof group === 'string' && typeof member === 'boolean';
  return { kind, sub: name, reason, ...(isChange && { change: { group, member } }) };
}

function parseList(key: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(key);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
