import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { ecKeyPair } from '../packages/auth/src/testing/key-pair';

interface Credential {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly relyingPartyId: string;
  readonly userHandle: string;
  counter: number;
}

/** Deliberate errors for tests of refusals. */
export interface Flaws {
  /** The page's origin; `http://localhost:3000` by default. */
  readonly origin?: string;
  /** The relying party that the authenticator signs for. */
  readonly relyingPartyId?: string;
  /** A challenge instead of the one in the options. */
  readonly challenge?: string;
  /** Whether the user was verified (PIN, fingerprint); true by default. */
  readonly userVerified?: boolean;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_DATA = 0x40;

/**
 * A browser with a software authenticator (WebAuthn level 2): P-256 keys and attestation "none". Its results are those
 * of `navigator.credentials` after `toJSON()`.
 */
export class PasskeyAuthenticator {
  private readonly credentials: Credential[] = [];

  /** The result of `navigator.credentials.create`. */
  register(options: PublicKeyCredentialCreationOptionsJSON, flaws: Flaws = {}): RegistrationResponseJSON {
    const { privateKey, publicKey } = ecKeyPair('P-256');
    const relyingPartyId = flaws.relyingPartyId ?? options.rp.id ?? '';
    const id = randomBytes(32);
    this.credentials.push({ id, privateKey, relyingPartyId, userHandle: options.user.id, counter: 0 });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const data = Buffer.concat([
      authenticatorData(relyingPartyId, CREDENTIAL_DATA, 0, flaws),
      Buffer.alloc(16),
      length,
      id,
      coseKey(publicKey),
    ]);
    return {
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData('webauthn.create', options.challenge, flaws).toString('base64url'),
        attestationObject: attestation(data).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** The result of `navigator.credentials.get` with the first key that the options allow. */
  assert(options: PublicKeyCredentialRequestOptionsJSON, flaws: Flaws = {}): AuthenticationResponseJSON {
    const allowed = options.allowCredentials?.map(({ id }) => id) ?? [];
    const credential = this.credentials.find(({ id }) => allowed.includes(id.toString('base64url')));
    if (!credential) throw new Error('None of the passkeys is allowed');
    credential.counter += 1;
    const data = authenticatorData(
      flaws.relyingPartyId ?? credential.relyingPartyId,
      0,
      credential.counter,
      flaws,
    );
    const client = clientData('webauthn.get', options.challenge, flaws);
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
    return {
      id: credential.id.toString('base64url'),
      rawId: credential.id.toString('base64url'),
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
        userHandle: credential.userHandle,
      },
    };
  }
}

function clientData(type: string, challenge: string, flaws: Flaws): Buffer {
  const { origin = 'http://localhost:3000' } = flaws;
  return Buffer.from(
    JSON.stringify({ type, challenge: flaws.challenge ?? challenge, origin, crossOrigin: false }),
  );
}

/** Hash of the relying party's id, flags and counter (WebAuthn section 6.1). */
function authenticatorData(relyingPartyId: string, flags: number, counter: number, flaws: Flaws): Buffer {
  const verified = flaws.userVerified === false ? 0 : USER_VERIFIED;
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags + USER_PRESENT + verified);
  tail.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash('sha256').update(relyingPartyId).digest(), tail]);
}

/** A COSE key in CBOR (RFC 9052, RFC 9053): EC2, ES256, P-256, x and y. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
  const between = Buffer.from([0x22, 0x58, 0x20]);
  return Buffer.concat([head, Buffer.from(x, 'base64url'), between, Buffer.from(y, 'base64url')]);
}

/** `{ fmt: "none", attStmt: {}, authData }` in CBOR (RFC 8949). */
function attestation(authData: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x59]),
    length,
    authData,
  ]);
}
