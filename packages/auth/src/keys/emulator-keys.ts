/**
 * RFC 7638 thumbprints of signing keys whose private halves are published with an emulator, so that anybody can sign with
 * them: cognito-local's and moto's.
 */
export const EMULATOR_KEYS: ReadonlySet<string> = new Set([
  'jS8J3RuOy291lpsiFe2NfKV6VkdfMF4Q_840qOLXAjs',
  'DThM452l6A6MKX8FOZQarky5V3qqRNx2uSWRZEF_j4A',
]);
