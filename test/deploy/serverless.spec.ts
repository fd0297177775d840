import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACTIONS } from '../../src/cognito/actions';
import { parseSettings } from '../../src/config/settings';
import { gatewayReferences } from './gateway.references';
import { danglingReferences, readTemplate, referencesIn } from './template.reader';

const ROOT = resolve(__dirname, '../..');
const text = readFileSync(join(ROOT, 'deploy/aws/serverless.yaml'), 'utf8');
const template = readTemplate(text);

const properties = (name: string): Record<string, unknown> => template.Resources[name]?.Properties ?? {};

interface Role {
  readonly ManagedPolicyArns: readonly unknown[];
  readonly Policies?: readonly {
    readonly PolicyDocument: { readonly Statement: readonly { Action: string[] }[] };
  }[];
}

const actionsOf = (role: string): string[] =>
  ((properties(role) as unknown as Role).Policies ?? []).flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.flatMap(({ Action }) => Action),
  );

describe('the serverless template', () => {
  it('has only valid references, and no unused parameter', () => {
    expect(danglingReferences(template)).toEqual([]);
    const { names, conditions } = referencesIn(template);
    const globals = JSON.stringify((template as unknown as { Globals: unknown }).Globals);
    expect(
      Object.keys(template.Parameters).filter((name) => !names.has(name) && !globals.includes(name)),
    ).toEqual([]);
    // Outputs and resources name conditions too.
    expect(Object.keys(template.Conditions).filter((name) => !conditions.has(name))).toEqual([]);
  });

  it('has no YAML alias, which CloudFormation does not read', () => {
    expect(text.match(/(?<=[:-] )[&*]\w+/g)).toBeNull();
  });

  it('deploys the folders that the build makes', () => {
    expect(properties('ServiceFunction')).toMatchObject({
      CodeUri: '../../dist/lambda',
      Handler: 'lambda.handler',
    });
    expect(properties('AuthorizerFunction')).toMatchObject({
      CodeUri: '../../dist/authorizer',
      Handler: 'authorizer.handler',
    });
  });

  it('allows the service the actions that it signs, and the authorizer none', () => {
    const signed = Object.entries(ACTIONS).flatMap(([action, { credentials }]) =>
      credentials === 'iam' ? [`cognito-idp:${action}`] : [],
    );
    expect(actionsOf('ServiceRole').toSorted()).toEqual(signed.toSorted());
    expect(actionsOf('AuthorizerRole')).toEqual([]);
  });

  it('sets every variable that a start needs, Redis included', () => {
    const { Variables } = (
      template as unknown as { Globals: { Function: { Environment: { Variables: object } } } }
    ).Globals.Function.Environment;
    const names = Object.keys(Variables);
    expect(names).toContain('REDIS_URL');
    // Lambda sets AWS_REGION itself.
    const environment = {
      AWS_REGION: 'eu-west-1',
      ...Object.fromEntries(names.map((name) => [name, 'x'])),
      NODE_ENV: 'production',
      COGNITO_USER_POOL_ID: 'eu-west-1_x',
      COGNITO_CLIENT_SECRETS: 'x=y',
      REDIS_URL: 'rediss://:x@redis:6379',
    };
    expect(() => parseSettings(environment)).not.toThrow();
  });

  it('defines everything that the gateway documents refer to', async () => {
    const known = new Set([...Object.keys(template.Parameters), ...Object.keys(template.Resources)]);
    for (const kind of ['http', 'rest']) {
      // oxlint-disable-next-line no-await-in-loop
      const names = await gatewayReferences(kind, ROOT);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !name.startsWith('AWS::') && !known.has(name))).toEqual([]);
    }
  });
});
