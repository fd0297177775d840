import { describe, expect, it } from '@jest/globals';
import { decidingAttributes, lintRules, type ServiceFacts } from './rules.lint';
import { readRules, RulesError } from './rules.reader';

const SERVICE: ServiceFacts = {
  adminGroup: 'admin',
  selfWritable: new Set(['name', 'custom:mine']),
  trustedClaims: new Map([['tier', ['GET /orders/export']]]),
  trustedScopes: new Map([['orders/read', ['GET /orders/all']]]),
  trustedGroups: new Map([['support', ['GET /orders/queue']]]),
};

/** Every problem of a rules file, from any step. */
function problemsOf(text: string): readonly string[] {
  try {
    return lintRules(readRules(text, 'rules.yaml'), SERVICE);
  } catch (error) {
    if (error instanceof RulesError) return error.problems;
    throw error;
  }
}

const claim = (name: string, value: string, token = 'access') => `rules:
  - when: { groups: support }
    ${token}:
      claims:
        ${name}: ${value}
`;

describe('the form of a rules file', () => {
  it.each([
    [
      'a member that no rule has',
      'rules:\n  - when: {}\n    acess: {}\n',
      'rules.yaml:3: unknown member rules.0.acess',
    ],
    [
      'a condition that does not exist',
      'rules:\n  - when: { grups: a }\n',
      'rules.yaml:2: unknown member rules.0.when.grups',
    ],
    ['a member twice', 'rules: []\nrules: []\n', 'rules.yaml:2: Map keys must be unique'],
    [
      'a machine that is a string',
      'rules:\n  - when:\n      machine: "yes"\n',
      'rules.yaml:3: rules.0.when.machine',
    ],
    ['a claim without a value', claim('a', ''), 'rules.yaml:5: rules.0.access.claims.a must be'],
    [
      'a source with two origins',
      claim('a', '{ fromAttribute: b, fromClientMetadata: c }'),
      'rules.yaml:5: ',
    ],
    ['a type that does not exist', claim('a', '{ fromAttribute: b, as: date }'), 'rules.yaml:5: '],
    ['text that is not YAML', 'rules: [', 'rules.yaml:1: '],
    ['a file without rules', '{}', 'rules.yaml:1: rules'],
  ])('refuses %s, with file and line', (_title, text, expected) => {
    const [first, ...others] = problemsOf(text);
    expect(first).toContain(expected);
    expect(others).toEqual([]);
  });
});

describe('the changes of a rule', () => {
  it.each([
    'sub',
    'iss',
    'exp',
    'username',
    'client_id',
    'origin_jti',
    'cognito:foo',
    'cognito:groups',
    'scope',
    'dev:x',
  ])('refuses to set the claim %s', (name) =>
    expect(problemsOf(claim(`"${name}"`, 'x'))).toEqual([expect.stringMatching(/^rules\.yaml:5: /)]),
  );

  it.each(['cognito', 'dev', 'custom'])(
    'refuses a claim named %s, which Verified Permissions refuses',
    (name) => {
      expect(problemsOf(claim(name, 'x'))).toEqual([expect.stringContaining('Verified Permissions')]);
    },
  );

  it.each(['address', 'email_verified', 'phone_number_verified', 'updated_at'])(
    'refuses an object as %s of the ID token, and accepts a string',
    (name) => {
      expect(problemsOf(claim(name, '{ a: b }', 'id'))).toEqual([expect.stringContaining(name)]);
      expect(problemsOf(claim(name, 'text', 'id'))).toEqual([]);
    },
  );

  it.each([
    ['null inside a list', '[a, null]'],
    ['an infinite number', '.inf'],
    ['a whole number that loses digits in JSON', '9223372036854775807'],
    ['a value nested 11 levels deep', `${'['.repeat(12)}1${']'.repeat(12)}`],
  ])('refuses %s', (_title, value) => {
    expect(problemsOf(claim('a', value))).toEqual([expect.stringMatching(/^rules\.yaml:5: /)]);
  });

  it.each(['addScopes', 'suppressScopes'])('refuses a scope with a space in %s', (member) => {
    expect(problemsOf(`rules:\n  - access:\n      ${member}: ["a b"]\n`)).toEqual([
      expect.stringMatching(/^rules\.yaml:3: .*"a b" is not a scope/),
    ]);
  });

  it('refuses to suppress a claim that Cognito keeps', () => {
    expect(problemsOf('rules:\n  - id:\n      suppress: [email, sub]\n')).toEqual([
      expect.stringMatching(/^rules\.yaml:3: .*sub/),
    ]);
  });
});

describe('rules that grant access', () => {
  it.each(['[admin]', '{ add: admin }', '{ add: [x, admin] }'])('refuses groups: %s', (groups) => {
    expect(problemsOf(`rules:\n  - name: x\n    groups: ${groups}\n`)).toEqual([
      expect.stringMatching(/^rules\.yaml:3: .*allowAdminGroup/),
    ]);
    expect(problemsOf(`rules:\n  - allowAdminGroup: true\n    groups: ${groups}\n`)).toEqual([]);
  });

  it.each([
    ['an attribute that the caller can write', '{ fromAttribute: custom:mine }', 'SELF_WRITABLE_ATTRIBUTES'],
    ['client metadata', '{ fromClientMetadata: tier }', 'client metadata'],
  ])('refuses a claim that a route trusts from %s', (_title, value, expected) => {
    const [problem] = problemsOf(claim('tier', value));
    expect(problem).toContain('rules.yaml:5: ');
    expect(problem).toContain('GET /orders/export');
    expect(problem).toContain(expected);
    expect(problemsOf(claim('untrusted', value))).toEqual([]);
  });

  it('refuses a claim that a route trusts under a condition that the caller can influence', () => {
    const rule = (attribute: string) =>
      `rules:\n  - when:\n      attributes:\n        ${attribute}: x\n    access:\n      claims: { tier: gold }\n`;
    expect(problemsOf(rule('name'))).toEqual([
      expect.stringMatching(/^rules\.yaml:4: .*GET \/orders\/export/),
    ]);
    expect(problemsOf(rule('custom:given'))).toEqual([]);
  });

  it.each([
    ['a suppressed claim', 'access: { suppress: tier }', 'GET /orders/export trusts the claim tier'],
    ['an added scope', 'access: { addScopes: orders/read }', 'GET /orders/all trusts the scope orders/read'],
    ['a suppressed scope', 'access: { suppressScopes: orders/read }', 'GET /orders/all trusts the scope'],
    ['an added group', 'groups: { add: support }', 'GET /orders/queue trusts the group support'],
    ['a removed group', 'groups: { remove: support }', 'GET /orders/queue trusts the group support'],
    ['a list of groups', 'groups: []', 'GET /orders/queue trusts the group support'],
  ])('refuses %s that a route trusts under such a condition', (_, change, expected) => {
    const rule = (attribute: string, changes: string) =>
      `rules:\n  - when:\n      attributes:\n        ${attribute}: x\n    ${changes}\n`;
    expect(problemsOf(rule('name', change))).toEqual([expect.stringContaining(expected)]);
    expect(problemsOf(rule('custom:given', change))).toEqual([]);
    expect(problemsOf(rule('name', 'access: { addScopes: other, claims: { other: x } }'))).toEqual([]);
  });

  it('lists the attributes that determine the content of tokens', () => {
    const text =
      'rules:\n' +
      '  - when: { attributes: { custom:level: high } }\n    access: { claims: { a: { fromAttribute: custom:tenant } } }\n' +
      '  - id: { claims: { b: { fromAttribute: custom:harmless } } }\n';
    expect(decidingAttributes(readRules(text, 'rules.yaml').rules)).toEqual([
      'custom:level',
      'custom:tenant',
    ]);
  });
});
