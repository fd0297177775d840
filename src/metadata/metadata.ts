import { issuersOf } from 'lifeguard-auth';
import { z } from 'zod';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import type { Settings } from '../config/settings';

/** Protected resource metadata (RFC 9728 section 2). The names are the standard's. */
export const resourceMetadataSchema = z
  .object({
    resource: z.url().describe('The identifier of this service: its public URL'),
    authorization_servers: z.array(z.url()).describe('The issuers of accepted tokens'),
    scopes_supported: z.array(z.string()),
    bearer_methods_supported: z.array(z.literal('header')),
    resource_name: z.string(),
    resource_documentation: z.url(),
  })
  .meta({ id: 'ResourceMetadata' });
export type ResourceMetadata = z.output<typeof resourceMetadataSchema>;

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/**
 * The path of a resource's metadata: the well-known path is inserted between host and path (RFC 9728
 * section 3.1).
 */
export function metadataPath(publicUrl: string): string {
  const { pathname } = new URL(publicUrl);
  return `${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
}

/** The URL of the metadata, for challenges (RFC 9728 section 5.1). */
export const metadataUrl = (publicUrl: string): string => new URL(publicUrl).origin + metadataPath(publicUrl);

/** Information that a client needs to get a token for this service. */
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
