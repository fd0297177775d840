import { parseSettings, type Settings } from '../../src/config/settings';

/** Settings that point at a stub; a confidential app client is `{ COGNITO_CLIENT_SECRETS: 'client1=secret1' }`. */
export const wireSettings = (endpoint: string, more: Record<string, string> = {}): Settings =>
  parseSettings({
    AWS_REGION: 'eu-west-1',
    COGNITO_USER_POOL_ID: 'eu-west-1_Stub',
    COGNITO_CLIENT_IDS: 'client1,client2',
    COGNITO_TIMEOUT_MS: '1000',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    ...more,
  });
