/**
 * Measures a `@Permit` decision against the bare call to Cedar's WebAssembly with the same request and the same prepared
 * policies: `npm run build && node bench/permissions.mjs`. Prints the CPU time per decision in microseconds, the best of
 * several interleaved rounds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const cedar = require('@cedar-policy/cedar-wasm/nodejs');
const { LocalPermissions } = require('../dist/permit/local.permissions.js');

const ROUNDS = 9;
const DECISIONS = 400;
const MAX_RATIO = 1.3;

const SCHEMA = `entity Group; entity User in [Group]; entity Doc { owner?: User, level?: Long };
action read appliesTo { principal: [User], resource: [Doc], context: { token: { client_id: String, scope?: Set<String>, tenant?: String } } };
`;

/** Policies of which only the last admits the caller; the others check the same attributes. */
const policies = (count) =>
  Array.from({ length: count }, (_, index) =>
    index === count - 1
      ? '@id("support") permit (principal in Group::"p|support", action == Action::"read", resource);'
      : `@id("p${index}") permit (principal in Group::"p|other${index}", action == Action::"read", resource) when { context.token has tenant && context.token.tenant == "t${index}" };`,
  ).join('\n');

function setUp(policyCount, groupCount) {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  writeFileSync(join(folder, 'schema.cedarschema'), SCHEMA);
  writeFileSync(join(folder, 'bench.cedar'), policies(policyCount));
  const engine = new LocalPermissions(folder, 'p');
  rmSync(folder, { recursive: true });
  const permission = { action: 'read', resource: { type: 'Doc', param: 'id' } };
  const why = engine.whyNot(permission);
  if (why) throw new Error(why);
  const groups = ['support', ...Array.from({ length: groupCount - 1 }, (_, index) => `group${index}`)];
  const claims = {
    sub: 'alice',
    client_id: 'web',
    scope: 'openid orders/read',
    tenant: 'north',
    iat: 1,
    exp: 2,
    undeclared: ['x'],
  };
  const caller = {
    kind: 'user',
    sub: 'alice',
    username: 'alice',
    clientId: 'web',
    groups,
    scopes: ['openid', 'orders/read'],
    claims,
  };
  const resource = { attributes: { owner: { __entity: { type: 'User', id: 'p|alice' } }, level: 3 } };
  const request = { permission, id: '7', resource, caller, accessToken: '' };
  const parents = groups.map((name) => ({ type: 'Group', id: `p|${name}` }));
  const uid = { type: 'User', id: 'p|alice' };
  const call = {
    principal: uid,
    action: { type: 'Action', id: 'read' },
    resource: { type: 'Doc', id: '7' },
    context: { token: { client_id: 'web', scope: ['openid', 'orders/read'], tenant: 'north' } },
    entities: [
      { uid, attrs: {}, parents },
      ...parents.map((group) => ({ uid: group, attrs: {}, parents: [] })),
      { uid: { type: 'Doc', id: '7' }, attrs: resource.attributes, parents: [] },
    ],
    preparsedSchemaName: 'lifeguard',
    validateRequest: true,
    preparsedPolicySetId: 'lifeguard:read',
  };
  return {
    lifeguard: () => engine.decide(request).allowed,
    bare: () => cedar.statefulIsAuthorized(call).response.decision === 'allow',
  };
}

function microseconds(work) {
  const started = process.cpuUsage();
  for (let index = 0; index < DECISIONS; index += 1) if (!work()) throw new Error('not admitted');
  const { user, system } = process.cpuUsage(started);
  return (user + system) / DECISIONS;
}

let failed = false;
console.log(
  '| policies | groups | bare WASM call, µs | decision, µs | ratio |\n| ---: | ---: | ---: | ---: | ---: |',
);
for (const policyCount of [4, 200]) {
  for (const groupCount of [1, 100]) {
    const { lifeguard, bare } = setUp(policyCount, groupCount);
    const best = { lifeguard: Infinity, bare: Infinity };
    for (let round = 0; round < ROUNDS; round += 1) {
      best.bare = Math.min(best.bare, microseconds(bare));
      best.lifeguard = Math.min(best.lifeguard, microseconds(lifeguard));
    }
    const ratio = best.lifeguard / best.bare;
    failed ||= ratio > MAX_RATIO;
    const figures = [best.bare.toFixed(0), best.lifeguard.toFixed(0), ratio.toFixed(2)];
    console.log(`| ${policyCount} | ${groupCount} | ${figures.join(' | ')} |`);
  }
}
if (failed) {
  console.error(`A decision costs more than ${MAX_RATIO} times the bare call.`);
  process.exitCode = 1;
}
