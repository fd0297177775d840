import { describeWithRedis } from '../support/redis';

// Runs the end-to-end tests of one instance with two instances that share a Redis and handle the requests in turn:
// each must know what the other did. `startService` starts this number of instances.
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
