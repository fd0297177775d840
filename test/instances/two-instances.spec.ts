import { describeWithRedis } from '../support/redis';

// The end-to-end tests of one instance again, before two that share a Redis and take the requests in turn: what one of
// them did, the other one knows. `startService` starts as many as this says.
process.env.TEST_INSTANCES = '2';

describeWithRedis('Two instances on one Redis', () => {
  require('../sign-in/sign-in.spec');
  require('../sign-in/sign-up.spec');
  require('../me/me.spec');
  require('../revocation/revocation.spec');
  require('../admin/shapes.spec');
  require('../sign-in/confidential.spec');
  require('../routes.spec');
});
