export { bearerChallenge } from 'lifeguard-auth';

/** The injection token for the URL of this service's metadata; undefined without `PUBLIC_URL`. */
export const RESOURCE_METADATA_URL = Symbol('lifeguard:resource-metadata-url');

/**
 * The challenge with a pointer to the metadata of this service (RFC 9728 section 5.1); unchanged without a
 * URL.
 */
export const withMetadata = (challenge: string, url: string | undefined): string =>
  url === undefined ? challenge : `${challenge}, resource_metadata="${url}"`;
