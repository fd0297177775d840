export {
  createTestIssuer,
  type IdTokenOptions,
  type RotateOptions,
  type TestIssuer,
  type TestIssuerOptions,
  type TokenOptions,
} from './test-issuer.ts';
