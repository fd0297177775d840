import { isUtf8 } from 'node:buffer';
import { parseStrictJson } from '../json/strict-json.ts';
import { tokenInvalid } from '../refusals.ts';
import { fromBase64url } from './base64url.ts';

/** The parts of a token. Trust none of them before the signature is verified. */
export interface Jws {
  /** The first part, not decoded. */
  readonly header: string;
  /** The `kid` of the header. */
  readonly keyId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The signed text, which is ASCII: the first two parts and the dot between them (RFC 7515 section 5.2). */
  readonly signingInput: string;
  readonly signature: Buffer;
}

/** Header members that change how a token is read or supply a key (RFC 7515 section 4.1, RFC 7516, RFC 7797). */
const REFUSED_MEMBERS = ['crit', 'jwk', 'jku', 'x5u', 'x5c', 'b64', 'enc', 'zip'];
/** RFC 8725 section 3.11: a token with a `typ` must be an access token. Cognito's own tokens have none. */
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];
/** Tokens signed with the same key have identical headers, and a pool has few keys. */
const MAX_HEADERS = 64;

/** Reads compact JWS tokens strictly. */
export class JwsReader {
  readonly #keyIds = new Map<string, string>();

  /**
   * Reads a token (RFC 7515 section 7.1): three parts of base64url without padding; for RS256 none is empty.
   *
   * @throws Problem `token_invalid` for anything that is not an RS256 JWS of the form that Cognito issues.
   */
  read(token: string): Jws {
    const first = token.indexOf('.');
    const second = token.indexOf('.', first + 1);
    if (first < 1 || second <= first + 1 || second === token.length - 1) throw notCompact();
    const header = token.slice(0, first);
    // A third dot would be part of the signature, where base64url does not allow it.
    const signature = fromBase64url(token.slice(second + 1));
    if (!signature) throw notCompact();
    return {
      header,
      keyId: this.#keyIds.get(header) ?? checkHeader(decode(header)),
      payload: decode(token.slice(first + 1, second)),
      signingInput: token.slice(0, second),
      signature,
    };
  }

  /** Caches the header of a token whose key is published, so that the same header is not decoded again. */
  remember({ header, keyId }: Jws): void {
    if (this.#keyIds.size >= MAX_HEADERS) this.#keyIds.clear();
    this.#keyIds.set(header, keyId);
  }
}

const notCompact = () => tokenInvalid('The access token is not a JWS in compact form.');

function checkHeader(header: Readonly<Record<string, unknown>>): string {
  if (header.alg !== 'RS256') throw tokenInvalid('The access token is not signed with RS256.');
  if (REFUSED_MEMBERS.some((name) => Object.hasOwn(header, name))) {
    throw tokenInvalid('The header of the access token has a member that is not accepted.');
  }
  const { kid, typ } = header;
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw tokenInvalid('The type of the token is not that of an access token.');
  }
  if (typeof kid !== 'string' || kid === '') throw tokenInvalid('The access token names no signing key.');
  return kid;
}

/** Decodes a part of a token, which must be a JSON object. */
function decode(segment: string): Readonly<Record<string, unknown>> {
  const bytes = fromBase64url(segment);
  if (!bytes) throw notCompact();
  const value = isUtf8(bytes) ? parse(bytes.toString('utf8')) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw tokenInvalid('The access token is not made of well-formed JSON objects.');
  }
  return value as Record<string, unknown>;
}

/** Undefined for JSON that is malformed, names a member twice or is nested too deep. */
function parse(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch {
    return undefined;
  }
}
