import { describeWithRedis } from '../support/redis';

// The end-to-end tests of one instance again, before two that share a Redis and take the requests in turn: what one of
// them did, the other one knows. `startService` starts as many as this says.
process.env.TEST_INSTANCES = '2';

describeWithRedis('Two instances on one Redis', () => {
  require('../pool/sign-in.spec');
  require('../pool/sign-up.spec');
  require('../pool/me.spec');
  require('../pool/revocation.spec');
  require('../pool/shapes.spec');
  require('../pool/confidential.spec');
  require('../routes.spec');
});
