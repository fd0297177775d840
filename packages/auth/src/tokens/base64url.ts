/**
 * The bytes of a base64url text without padding (RFC 7515 section 2), read strictly: each sequence of bytes has
 * exactly one spelling. Otherwise a revoked token could be sent again in another spelling.
 *
 * @returns undefined for a character of another alphabet, padding, an impossible length, or unused bits that are not
 * zero (RFC 4648 section 3.5).
 */
export function fromBase64url(text: string): Buffer | undefined {
  // Node reads only the last byte of a character that has several. Such a text is not base64url.
  if (Buffer.byteLength(text) !== text.length) return undefined;
  // Node also accepts the base64 alphabet, and skips characters of neither alphabet, so that bytes are missing.
  if (text.includes('+') || text.includes('/')) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== Math.floor((text.length * 3) / 4)) return undefined;
  return endsCanonically(text) ? bytes : undefined;
}

function endsCanonically(text: string): boolean {
  const last = text.slice(-1);
  switch (text.length % 4) {
    case 0:
      return true;
    case 2:
      return 'AQgw'.includes(last);
    case 3:
      return 'AEIMQUYcgkosw048'.includes(last);
  }
  return false;
}
