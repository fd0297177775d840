import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACTIONS } from '../../src/cognito/actions';
import { parseSettings, SettingsError } from '../../src/config/settings';
import { decidingAttributes } from '../../trigger/rules.lint';
import { readRules } from '../../trigger/rules.reader';
import { danglingReferences, readTemplate, referencesIn, type Resource } from './template.reader';

const ROOT = resolve(__dirname, '../..');
const text = readFileSync(join(ROOT, 'deploy/aws/template.yaml'), 'utf8');
const template = readTemplate(text);

const ofType = (type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

const properties = (name: string): Record<string, unknown> => template.Resources[name]?.Properties ?? {};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const statements = (properties('CognitoPolicy').PolicyDocument as { Statement: Statement[] }).Statement;

describe('the policy of the service', () => {
  it('allows exactly the actions that the service signs with its IAM credentials', () => {
    const signed = Object.entries(ACTIONS).flatMap(([action, { credentials }]) =>
      credentials === 'iam' ? [`cognito-idp:${action}`] : [],
    );
    expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(signed.toSorted());
  });

  it('allows them in this user pool only', () => {
    for (const { Effect, Resource } of statements) {
      expect({ Effect, Resource }).toEqual({
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': ['UserPool', 'Arn'] },
      });
    }
  });

  it('is the only policy of the tasks', () => {
    const { ManagedPolicyArns, Policies } = properties('TaskRole');
    expect({ ManagedPolicyArns, Policies }).toEqual({ ManagedPolicyArns: [{ Ref: 'CognitoPolicy' }] });
  });
});

describe('the template', () => {
  it('has only valid references', () => expect(danglingReferences(template)).toEqual([]));

  it('has no unused parameter or condition', () => {
    const { names, conditions } = referencesIn(template);
    expect(Object.keys(template.Parameters).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(template.Conditions).filter((name) => !conditions.has(name))).toEqual([]);
  });

  it('has no YAML alias, which CloudFormation does not read', () => {
    expect(text.match(/(?<=[:-] )[&*]\w+/g)).toBeNull();
  });

  it.each([
    ['Ref', '{ A: { Type: T, Properties: { P: !Ref Gone } } }'],
    ['GetAtt', '{ A: { Type: T, Properties: { P: !GetAtt Gone.Arn } } }'],
    ['Sub', "{ A: { Type: T, Properties: { P: !Sub 'x${Gone.Arn}' } } }"],
    ['DependsOn', '{ A: { Type: T, DependsOn: Gone } }'],
    ['If', '{ A: { Type: T, Properties: { P: !If [Gone, 1, 2] } } }'],
    ['Condition', '{ A: { Type: T, Condition: Gone } }'],
  ])('is refused for a %s of an undefined name', (_function, resources) => {
    const broken = readTemplate(`{ Parameters: {}, Conditions: {}, Resources: ${resources} }`);
    expect(danglingReferences(broken)).toEqual([expect.stringContaining('Gone')]);
  });
});

describe('the user pool', () => {
  it('cannot be deleted by accident', () => {
    expect(template.Resources.UserPool?.DeletionPolicy).toBe('Retain');
    expect(properties('UserPool').DeletionProtection).toBe('ACTIVE');
  });

  it.each(ofType('AWS::Cognito::UserPoolClient'))('%s hides who exists, and supports revocation', (name) => {
    expect(properties(name)).toMatchObject({
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });

  // Cognito refuses a client with both; without any flow it would allow REFRESH_TOKEN_AUTH by default.
  it.each(['SignInClient', 'WebClient'])(
    '%s rotates refresh tokens, and so has no REFRESH_TOKEN_AUTH',
    (name) => {
      const { RefreshTokenRotation, ExplicitAuthFlows } = properties(name);
      expect(RefreshTokenRotation).toMatchObject({ Feature: 'ENABLED' });
      expect(ExplicitAuthFlows).not.toEqual([]);
      expect(ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
    },
  );

  it('allows the sign-in client exactly the flows of /auth/sign-in', () => {
    expect(properties('SignInClient')).toMatchObject({
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    });
  });

  it('gives the machine client the scopes of the resource server', () => {
    const { Scopes } = properties('ResourceServer') as { Scopes: { ScopeName: string }[] };
    const names = Scopes.map(({ ScopeName }) => ScopeName);
    expect(names).toEqual(['users.read', 'users.write']);
    expect(properties('MachineClient')).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: names.map((name) => ({ 'Fn::Sub': `\${ResourceServerIdentifier}/${name}` })),
    });
  });
});

describe('the token trigger', () => {
  const { rules } = readRules(readFileSync(join(ROOT, 'trigger/rules.yaml'), 'utf8'), 'trigger/rules.yaml');

  it('customises access tokens of people and machines', () => {
    expect(JSON.stringify(properties('UserPool').LambdaConfig)).toContain('"LambdaVersion":"V3_0"');
  });

  it('may be called by this user pool only', () => {
    expect(properties('TokenTriggerPermission')).toMatchObject({
      Principal: 'cognito-idp.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: { 'Fn::GetAtt': ['UserPool', 'Arn'] },
    });
  });

  it('may only write its log', () => {
    const { Policies, ManagedPolicyArns } = properties('TokenTriggerRole') as {
      Policies: { PolicyDocument: { Statement: Statement[] } }[];
      ManagedPolicyArns?: unknown;
    };
    expect(ManagedPolicyArns).toBeUndefined();
    expect(
      Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => Action)),
    ).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  it.each(['TokenTriggerErrors', 'TokenTriggerSlow'])('is watched by the alarm %s', (name) => {
    expect(properties(name)).toMatchObject({
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'TokenTrigger' } }],
    });
  });

  it.each(['SignInClient', 'WebClient'])('uses no attribute that %s may write', (name) => {
    const writable = properties(name).WriteAttributes as string[];
    expect(writable).toContain('email');
    expect(decidingAttributes(rules).filter((attribute) => writable.includes(attribute))).toEqual([]);
  });
});

function refusal(parse: () => unknown): SettingsError {
  try {
    parse();
  } catch (error) {
    if (error instanceof SettingsError) return error;
  }
  throw new Error('The settings were not refused');
}

describe('the task', () => {
  interface Container {
    readonly Environment: readonly { Name: string; Value: unknown }[];
    readonly Secrets: readonly { Name: string; ValueFrom: unknown }[];
    readonly StopTimeout: number;
    readonly ReadonlyRootFilesystem: boolean;
    readonly User: string;
  }
  const [container] = properties('TaskDefinition').ContainerDefinitions as [Container];

  it('has the settings that the service requires', () => {
    const given = new Set(container.Environment.map(({ Name }) => Name));
    const { problems } = refusal(() => parseSettings({}));
    const required = problems.map((problem) => problem.split(':')[0] ?? '');
    expect(required).toHaveLength(3);
    expect(required.filter((name) => !given.has(name))).toEqual([]);
  });

  it('reads its secrets from Secrets Manager', () => {
    const secrets = ofType('AWS::SecretsManager::Secret').map(([name]) => name);
    expect(container.Secrets.map(({ Name }) => Name)).toEqual(['COGNITO_CLIENT_SECRETS', 'REDIS_URL']);
    for (const { ValueFrom } of container.Secrets)
      expect(secrets).toContain((ValueFrom as { Ref: string }).Ref);
  });

  it('writes no file and is not root', () => {
    expect(container).toMatchObject({ ReadonlyRootFilesystem: true, User: '1000:1000' });
  });

  it('is not killed before the longest shutdown that the parameters allow has ended', () => {
    const { ShutdownDelaySeconds: delay, ShutdownTimeoutSeconds: timeout } = template.Parameters;
    expect(container.StopTimeout).toBeGreaterThan(Number(delay?.MaxValue) + Number(timeout?.MaxValue));
    expect(container.StopTimeout).toBeLessThanOrEqual(120);
  });
});
