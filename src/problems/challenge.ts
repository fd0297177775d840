export { bearerChallenge } from 'lifeguard-auth';

/** The injection token of the address of this service's metadata, where it has one. */
export const RESOURCE_METADATA_URL = Symbol('lifeguard:resource-metadata-url');

/** The challenge with a pointer to the metadata of this service (RFC 9728 section 5.1); without an address as it is. */
export const withMetadata = (challenge: string, url: string | undefined): string =>
  url === undefined ? challenge : `${challenge}, resource_metadata="${url}"`;
