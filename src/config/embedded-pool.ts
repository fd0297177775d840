/** The pool id of the embedded pool. */
export const EMBEDDED_POOL_ID = 'us-east-1_LocalPool';

/**
 * RFC 7638 thumbprints of signing keys whose private half is published with an emulator: anybody can sign with them,
 * so that a production service never accepts what they sign, whatever its settings point at.
 */
export const EMBEDDED_KEY_THUMBPRINTS: ReadonlySet<string> = new Set([
  'jS8J3RuOy291lpsiFe2NfKV6VkdfMF4Q_840qOLXAjs',
]);
