export {
  createTestIssuer,
  type IdTokenOptions,
  type RotateOptions,
  type TestIssuer,
  type TestIssuerOptions,
  type TokenOptions,
} from './test-issuer.ts';
export { everyRoute, type TestedRoute } from './every-route.ts';
export {
  AccessDifference,
  anonymous,
  anyCaller,
  expectOnly,
  type AccessTable,
  type ExpectOnlyOptions,
  type TestCaller,
} from './expect-only.ts';
