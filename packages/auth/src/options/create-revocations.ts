import type { RevocationSetup } from '../revocation/revocation-setup.ts';
import type { Revocations } from '../revocation/revocations.ts';

/** Creates the store of revoked tokens for the pools of the application. */
export type CreateRevocations = (setup: RevocationSetup) => Revocations;
