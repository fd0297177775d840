import { issuersOf } from 'lifeguard-auth';
import { z } from 'zod';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import type { Settings } from '../config/settings';

/** Protected resource metadata (RFC 9728 section 2). The names are the standard's. */
export const resourceMetadataSchema = z
  .object({
    resource: z.url().describe('The identifier of this service: its public address'),
    authorization_servers: z.array(z.url()).describe('Who issues the tokens that are accepted here'),
    scopes_supported: z.array(z.string()),
    bearer_methods_supported: z.array(z.literal('header')),
    resource_name: z.string(),
    resource_documentation: z.url(),
  })
  .meta({ id: 'ResourceMetadata' });
export type ResourceMetadata = z.output<typeof resourceMetadataSchema>;

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Where the metadata of a resource are: the well-known path goes between its host and its path (RFC 9728 section 3.1). */
export function metadataPath(publicUrl: string): string {
  const { pathname } = new URL(publicUrl);
  return `${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
}

/** The same as a whole address: what a challenge points at (RFC 9728 section 5.1). */
export const metadataUrl = (publicUrl: string): string => new URL(publicUrl).origin + metadataPath(publicUrl);

/** What a client has to know to get a token for this service. */
export const toMetadata = (
  {
    cognito: { issuer, issuerType, userPoolId },
    access: { resourceServer },
  }: Pick<Settings, 'cognito' | 'access'>,
  publicUrl: string,
): ResourceMetadata => ({
  resource: publicUrl,
  // Both forms of a pool's issuer are one authorization server.
  authorization_servers: [issuer ?? issuersOf(userPoolId, { issuerType })[0] ?? ''],
  scopes_supported: [SELF_SERVICE_SCOPE, `${resourceServer}/users.read`, `${resourceServer}/users.write`],
  bearer_methods_supported: ['header'],
  resource_name: 'Lifeguard',
  resource_documentation: `${publicUrl}/docs`,
});
