import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issuersOf, RoutePolicies } from 'lifeguard-auth';
import type { CognitoSettings } from '../src/config/settings';
import { withOfflineApp, type OfflineSettings } from '../src/offline-app';
import type { GatewayOptions, GatewayRoute } from './document';

const SERVED_BESIDE_CONTROLLERS = ['/docs', '/docs/:asset', '/openapi.json'];

type ServiceFacts = Omit<GatewayOptions, 'kind' | 'scopes'> & { readonly routes: readonly GatewayRoute[] };

/** The routes of the service with their policies, and the settings of the pool. */
export const readService = (): Promise<ServiceFacts> =>
  withOfflineApp((app, settings) => ({
    routes: [...app.get(RoutePolicies).list(), ...documents()],
    ...documentFacts(settings),
  }));

/** The pool of the settings; what they do not set is a reference to the template's resource. */
function documentFacts({ isSet, cognito, http }: OfflineSettings): Omit<ServiceFacts, 'routes'> {
  const poolIsSet = isSet('COGNITO_USER_POOL_ID');
  return {
    title: 'Lifeguard',
    version: (JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string })
      .version,
    issuer: poolIsSet
      ? issuerOf(cognito)
      : { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${UserPoolId}' },
    clientIds: isSet('COGNITO_CLIENT_IDS') ? cognito.clientIds : [{ 'Fn::Sub': '${AppClientId}' }],
    userPoolArn: {
      'Fn::Sub':
        'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/' +
        (poolIsSet ? cognito.userPoolId : '${UserPoolId}'),
    },
    integrationUri: {
      'Fn::Sub':
        'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${ServiceFunction.Arn}/invocations',
    },
    cors: http.corsOrigins.length > 0,
  };
}

/** API Gateway accepts one issuer: the configured one, or else the first accepted form. */
const issuerOf = ({ issuer, issuerType, userPoolId }: CognitoSettings): string =>
  issuer ?? issuersOf(userPoolId, { issuerType })[0] ?? '';

const documents = (): GatewayRoute[] =>
  SERVED_BESIDE_CONTROLLERS.map((path) => ({ method: 'GET', path, policy: { kind: 'public' } }));
