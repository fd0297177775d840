import type { Body } from '../api/call';
import { Failure } from '../api/problem';

/** A new passkey in the form that the service accepts: the browser's `toJSON()`. */
type NewPasskey = Body<'post', '/me/passkeys'>['credential'];

/** Whether this browser supports passkeys, including their JSON form. */
export const canPasskeys =
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Whether a page of this origin can create a passkey for a relying party: its own host or a parent domain. */
export const isOurs = (relyingParty: string): boolean =>
  location.hostname === relyingParty || location.hostname.endsWith(`.${relyingParty}`);

/** Creates a passkey with Cognito's options. @throws Failure if the browser refuses or the user cancels. */
export async function makePasskey(options: unknown): Promise<NewPasskey> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    inner(options) as PublicKeyCredentialCreationOptionsJSON,
  );
  return (await credentialOf(navigator.credentials.create({ publicKey }))) as NewPasskey;
}

/** Answers a challenge with a passkey. @throws Failure if the browser refuses or the user cancels. */
export async function usePasskey(options: unknown): Promise<unknown> {
  if (!canPasskeys) throw new Failure({ status: 0, code: 'passkey_unsupported' });
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    inner(options) as PublicKeyCredentialRequestOptionsJSON,
  );
  return credentialOf(navigator.credentials.get({ publicKey }));
}

/** The relying party of the options. */
export const relyingPartyOf = (options: unknown): string =>
  (inner(options) as { rp?: { id?: string } }).rp?.id ?? location.hostname;

/** Unwraps options that are nested in `publicKey`, the form for `navigator.credentials`. */
const inner = (options: unknown): object =>
  (options as { publicKey?: object } | undefined)?.publicKey ?? (options as object);

async function credentialOf(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await asked;
    if (credential instanceof PublicKeyCredential) return credential.toJSON();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw new Failure({
      status: 0,
      code: name === 'InvalidStateError' ? 'passkey_known' : 'passkey_cancelled',
    });
  }
  throw new Failure({ status: 0, code: 'passkey_cancelled' });
}
