import { describe, expect, it } from '@jest/globals';
import { PermitError } from '../permit.error';
import { CedarEngine } from './cedar.engine';
import { loadCedar, type Question } from './cedar.types';
import type { PolicyFiles } from './policy.files';

const cedar = loadCedar();

const SCHEMA = `entity Group;
entity User in [Group];
entity Doc { level?: Long, owner?: User };
action "docs";
action "docs:read", "docs:write" in ["docs"] appliesTo {
  principal: [User], resource: [Doc], context: { token: { level?: Long, tags?: Set<String> } }
};
`;

const files = (policies: string, schema = SCHEMA): PolicyFiles => ({
  schema: { name: 'policies/schema.cedarschema', text: schema },
  policies: [{ name: 'policies/docs.cedar', text: policies }],
});

function problemsOf(policies: string, schema?: string): readonly string[] {
  try {
    new CedarEngine(cedar, files(policies, schema)).prepare('docs:read');
    return [];
  } catch (error) {
    if (error instanceof PermitError) return error.problems;
    throw error;
  }
}

describe('invalid policies', () => {
  it.each([
    [
      'a syntax error',
      'permit (\n  principal, action, resource\n) whn { true };',
      /^policies\/docs\.cedar:3: .*whn/,
    ],
    [
      'an unknown action',
      '\npermit (principal, action == Action::"docs:raed", resource);',
      /^policies\/docs\.cedar:2: .*docs:raed.*did you mean/,
    ],
    [
      'an unknown attribute',
      'permit (principal, action in Action::"docs", resource)\nwhen { resource.ownr == principal };',
      /^policies\/docs\.cedar:2: .*ownr/,
    ],
    [
      'a template',
      'permit (principal == ?principal, action, resource);',
      /^policies\/docs\.cedar:1: templates/,
    ],
    [
      'two policies with one id',
      '@id("a") permit (principal, action, resource);\n@id("a") forbid (principal, action, resource) when { false };',
      /^a: two policies/,
    ],
  ])('are refused with file and line: %s', (_title, policies, expected) => {
    expect(problemsOf(policies)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it('are refused with the file and line of an invalid schema', () => {
    expect(problemsOf('', 'entity X {\n  a: Foo\n};')).toEqual([
      expect.stringMatching(/^policies\/schema\.cedarschema:2: .*Foo/),
    ]);
  });
});

describe('CedarEngine', () => {
  const engineOf = (policies: string): CedarEngine => {
    const engine = new CedarEngine(cedar, files(policies));
    engine.prepare('docs:read');
    engine.prepare('docs:write');
    return engine;
  };
  const question = (action: string, more: Partial<Question> = {}): Question => ({
    principal: { type: 'User', id: 'p|a' },
    action: { type: 'Action', id: action },
    resource: { type: 'Doc', id: '1' },
    context: { token: {} },
    entities: [{ uid: { type: 'Doc', id: '1' }, attrs: {}, parents: [] }],
    ...more,
  });

  it('names the deciding policies by id, or else by file and line', () => {
    const engine = engineOf(
      '@id("all-reads") permit (principal, action == Action::"docs:read", resource);\n' +
        'permit (principal, action == Action::"docs:write", resource);',
    );
    expect(engine.decide(question('docs:read'))).toEqual({
      allowed: true,
      reasons: ['all-reads'],
      errors: [],
    });
    expect(engine.decide(question('docs:write')).reasons).toEqual(['policies/docs.cedar:2']);
  });

  it('includes the policies of an action group and those without an action', () => {
    const engine = engineOf(
      'permit (principal, action in [Action::"docs"], resource);\n@id("never") forbid (principal, action, resource) when { resource has level && resource.level > 3 };',
    );
    const secret = [{ uid: { type: 'Doc', id: '1' }, attrs: { level: 4 }, parents: [] }];
    expect(engine.decide(question('docs:read')).allowed).toBe(true);
    expect(engine.decide(question('docs:read', { entities: secret }))).toMatchObject({
      allowed: false,
      reasons: ['never'],
    });
  });

  it('refuses if the evaluation of a policy fails, even if the others allow', () => {
    const engine = engineOf(
      'permit (principal, action, resource);\n' +
        '@id("errs") forbid (principal, action, resource) when { resource has level && resource.level * 9223372036854775807 > 10 };',
    );
    const large = [{ uid: { type: 'Doc', id: '1' }, attrs: { level: 2 }, parents: [] }];
    expect(engine.decide(question('docs:read', { entities: large }))).toEqual({
      allowed: false,
      reasons: expect.any(Array),
      errors: [expect.stringContaining('errs: ')],
    });
  });

  it('refuses a question that Cedar cannot read, with the reason', () => {
    const engine = engineOf('permit (principal, action, resource);');
    const answer = engine.decide(question('docs:read', { context: { token: { level: 'high' } } }));
    expect(answer).toMatchObject({ allowed: false, errors: [expect.any(String)] });
    expect(engine.decide(question('docs:unknown'))).toMatchObject({
      allowed: false,
      errors: [expect.any(String)],
    });
  });
});

describe('SchemaShapes', () => {
  const { shapes } = new CedarEngine(cedar, files(''));

  it('keeps only declared values: other claims, null, fractions and other types are omitted', () => {
    const token = { level: 3, tags: ['a'], other: 'x' };
    expect(shapes.context('docs:read', { token })).toEqual({ token: { level: 3, tags: ['a'] } });
    for (const odd of [{ level: 1.5 }, { level: null }, { level: '3' }, { tags: ['a', 1] }, { tags: 'a' }]) {
      expect(shapes.context('docs:read', { token: odd })).toEqual({ token: {} });
    }
    expect(shapes.attributes('Doc', { level: 2, unknown: true })).toEqual({ level: 2 });
  });

  it('reports unknown actions, and actions that do not apply to a resource', () => {
    expect(shapes.whyNot('docs:read', 'Doc')).toBeUndefined();
    expect(shapes.whyNot('docs:raed', 'Doc')).toBe('the schema has no action docs:raed');
    expect(shapes.whyNot('constructor', 'Doc')).toBe('the schema has no action constructor');
    expect(shapes.whyNot('docs:read', 'User')).toContain('does not apply to User');
  });
});
