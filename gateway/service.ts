import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issuersOf, RoutePolicies } from 'lifeguard-auth';
import { createApp } from '../src/app';
import { readEnvironment } from '../src/config/environment';
import { parseSettings, type CognitoSettings } from '../src/config/settings';
import { createLogger } from '../src/log/logger';
import type { GatewayOptions, GatewayRoute } from './document';

/** Placeholders for required settings: no port is opened and no pool is called. */
const PLACEHOLDERS = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_placeholder',
  COGNITO_CLIENT_IDS: 'placeholder',
};

const SERVED_BESIDE_CONTROLLERS = ['/docs', '/docs/:asset', '/openapi.json'];

type ServiceFacts = Omit<GatewayOptions, 'kind' | 'scopes'> & { readonly routes: readonly GatewayRoute[] };

/** The routes of the service with their policies, and the settings of the pool. */
export async function readService(): Promise<ServiceFacts> {
  const set = Object.fromEntries(Object.entries(readEnvironment()).filter(([, value]) => value));
  const settings = parseSettings({ ...PLACEHOLDERS, ...set });
  const app = await createApp(settings, createLogger('silent'));
  const listed = app.get(RoutePolicies).list();
  await app.close();
  const known = set['COGNITO_USER_POOL_ID'] !== undefined;
  return {
    routes: [...listed, ...documents()],
    title: 'Lifeguard',
    version: (JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string })
      .version,
    issuer: known
      ? issuerOf(settings.cognito)
      : { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${UserPoolId}' },
    clientIds:
      set['COGNITO_CLIENT_IDS'] === undefined
        ? [{ 'Fn::Sub': '${AppClientId}' }]
        : settings.cognito.clientIds,
    userPoolArn: {
      'Fn::Sub':
        'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/' +
        (known ? settings.cognito.userPoolId : '${UserPoolId}'),
    },
    integrationUri: {
      'Fn::Sub':
        'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${ServiceFunction.Arn}/invocations',
    },
    cors: settings.http.corsOrigins.length > 0,
  };
}

/** API Gateway accepts one issuer: the configured one, or else the first accepted form. */
const issuerOf = ({ issuer, issuerType, userPoolId }: CognitoSettings): string =>
  issuer ?? issuersOf(userPoolId, { issuerType })[0] ?? '';

const documents = (): GatewayRoute[] =>
  SERVED_BESIDE_CONTROLLERS.map((path) => ({ method: 'GET', path, policy: { kind: 'public' } }));
