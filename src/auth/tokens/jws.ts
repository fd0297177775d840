import { isUtf8 } from 'node:buffer';
import { hasDuplicateMembers } from './json-members';
import { tokenInvalid } from './token.problem';

export interface Jws {
  /** The `kid` of the header. */
  readonly keyId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** RFC 7515 section 7.1: three parts of base64url without padding; for RS256 none is empty. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
/** Header members that change how a token is read or bring their own key (RFC 7515 4.1, RFC 7516, RFC 7797). */
const REFUSED_MEMBERS = ['crit', 'jwk', 'jku', 'x5u', 'x5c', 'b64', 'enc', 'zip'];
/** RFC 8725 section 3.11: a typed token must be an access token; Cognito's own carry no type. */
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];
/** Tokens of one key share their header to the letter, and a pool has few keys. */
const HEADERS_REMEMBERED = 64;

/** Reads compact JWS tokens strictly, without a word on whether they are to be trusted. */
export class JwsReader {
  readonly #keyIds = new Map<string, string>();

  /** @throws Problem `token_invalid` for anything that is not an RS256 JWS of the form that Cognito issues. */
  read(token: string): Jws {
    const parts = COMPACT.exec(token);
    if (!parts) throw tokenInvalid('The access token is not a JWS in compact form.');
    const [, header = '', payload = '', signature = ''] = parts;
    if (!isCanonical(signature)) throw tokenInvalid('The access token is not encoded canonically.');
    return { keyId: this.#keyId(header), payload: decode(payload) };
  }

  #keyId(segment: string): string {
    const known = this.#keyIds.get(segment);
    if (known !== undefined) return known;
    const keyId = checkHeader(decode(segment));
    // A flood of made-up headers must not push the real ones out, so the first ones stay. They are only read, never
    // trusted: what is kept is the outcome of a pure function.
    if (this.#keyIds.size < HEADERS_REMEMBERED) this.#keyIds.set(segment, keyId);
    return keyId;
  }
}

function checkHeader(header: Readonly<Record<string, unknown>>): string {
  if (header.alg !== 'RS256') throw tokenInvalid('The access token is not signed with RS256.');
  if (REFUSED_MEMBERS.some((name) => Object.hasOwn(header, name))) {
    throw tokenInvalid('The header of the access token has a member that is not accepted.');
  }
  const { kid, typ } = header;
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase()))) {
    throw tokenInvalid('The token is of another type than an access token.');
  }
  if (typeof kid !== 'string' || kid === '') throw tokenInvalid('The access token names no signing key.');
  return kid;
}

/** A part of a token as the JSON object that it must be. */
function decode(segment: string): Readonly<Record<string, unknown>> {
  if (!isCanonical(segment)) throw tokenInvalid('The access token is not encoded canonically.');
  const bytes = Buffer.from(segment, 'base64url');
  const value = isUtf8(bytes) ? parse(bytes.toString('utf8')) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw tokenInvalid('The access token is not made of well-formed JSON objects.');
  }
  return value as Record<string, unknown>;
}

/** Undefined for what is no JSON, names a member twice, or is nested too deep to be walked. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasDuplicateMembers(text, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/**
 * Whether the unused bits of the last character are zero (RFC 4648 section 3.5): else several texts would be one
 * token, and a revoked or remembered one could come back in another spelling.
 */
function isCanonical(segment: string): boolean {
  const last = segment[segment.length - 1] ?? '';
  switch (segment.length % 4) {
    case 0:
      return true;
    case 2:
      return 'AQgw'.includes(last);
    case 3:
      return 'AEIMQUYcgkosw048'.includes(last);
    default:
      return false;
  }
}
