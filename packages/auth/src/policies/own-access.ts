import type { Principal } from '../principal.ts';
import type { CompiledPolicy } from './compile.ts';
import type { Params } from './leaf.ts';
import type { Needs } from './needs.ts';
import type { Policy } from './policy.ts';

/** Whether a policy admits a caller for all parameters, for some, or for none. */
export interface OwnAccess {
  readonly allowed: boolean | 'depends';
  /** If it admits the caller for no parameters: what would be enough for at least some of them. */
  readonly needs?: Needs;
}

/** More owner parameters than any route has. */
const MAX_PARAMS = 6;

/**
 * A caller's access to a route whose parameters are unknown, evaluated with the guard's policy for each kind of
 * parameter.
 */
export function ownAccess(compiled: CompiledPolicy, principal: Principal): OwnAccess {
  const names = [...new Set(ownerParams(compiled.policy))];
  if (names.length > MAX_PARAMS) return { allowed: 'depends' };
  const cases = paramsOf(names, principal);
  const verdicts = new Set(cases.map((params) => compiled.admits(principal, params)));
  if (!verdicts.has(false)) return { allowed: true };
  if (verdicts.has(true)) return { allowed: 'depends' };
  const needs = cases
    .map((params) => compiled.missingNeeds(principal, params))
    .find((found) => found !== undefined);
  return { allowed: false, ...(needs && { needs }) };
}

function ownerParams(policy: Policy): readonly string[] {
  if (policy.kind === 'owner') return [policy.param];
  if (policy.kind === 'not') return ownerParams(policy.policy);
  return policy.kind === 'anyOf' || policy.kind === 'allOf' ? policy.policies.flatMap(ownerParams) : [];
}

/** Each parameter is the caller's `sub`, the caller's username, or neither. */
function paramsOf(names: readonly string[], { sub, username = sub }: Principal): readonly Params[] {
  const neither = `${sub} ${username}`;
  return names.reduce<readonly Params[]>(
    (cases, name) =>
      cases.flatMap((params) => [sub, username, neither].map((value) => ({ ...params, [name]: value }))),
    [{}],
  );
}
