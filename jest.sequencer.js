const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Suites that take longest, the longest first. Jest knows durations from its cache only, which a fresh clone lacks: a long
 * suite would start late, and one core would wait for it at the end.
 */
const LONGEST = [
  'test/deploy/image.spec.ts',
  'test/instances/two-instances.spec.ts',
  'test/start/production.spec.ts',
  'test/console/pages.spec.ts',
  'test/library/packed.spec.ts',
  'test/console/states.spec.ts',
  'test/console/sessions.spec.ts',
  'test/instances/redis-forms.spec.ts',
  'test/access/commands.spec.ts',
  'test/console/console-in-use.spec.ts',
  'test/console/console.spec.ts',
  'test/console/account-in-use.spec.ts',
  'test/attacks/keys.spec.ts',
  'test/console/user-tabs-in-use.spec.ts',
  'test/tracing/traces.spec.ts',
  'test/instances/revocations.spec.ts',
  'test/sign-in/hidden-users.wire.spec.ts',
  'test/instances/rolling-restart.spec.ts',
  'test/console/sign-in.spec.ts',
  'test/docs/typescript.spec.ts',
  'test/console/sign-in-forms.spec.ts',
  'test/log/secrets.spec.ts',
  'test/instances/shutdown.spec.ts',
  'test/instances/rate-limits.spec.ts',
  'permit/permit.spec.ts',
  'test/console/account.spec.ts',
  'test/abuse/abuse.spec.ts',
  'test/emulators/moto.spec.ts',
  'test/revocation/revocation.spec.ts',
  'test/metrics/metrics.spec.ts',
  'test/browser/devices.spec.ts',
  'test/browser/bucket-example.spec.ts',
  'test/serverless/bundle.spec.ts',
];

const rank = ({ path }) => {
  const index = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
  return index === -1 ? LONGEST.length : index;
};

/** Starts the longest suites first. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    // The sequencer's own method, not that of an array.
    // oxlint-disable-next-line unicorn/no-array-sort
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
};
