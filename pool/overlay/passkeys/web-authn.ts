/** Loaded on first use, because most runs of the pool have no passkeys. */
export function webAuthn(): typeof import('@simplewebauthn/server') {
  return require('@simplewebauthn/server') as typeof import('@simplewebauthn/server');
}
