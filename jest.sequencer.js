const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Suites that take longest, the longest first. Jest knows durations from its cache only, which a fresh clone lacks: a long
 * suite would start late, and one core would wait for it at the end.
 */
const LONGEST = [
  'test/deploy/image.spec.ts',
  'test/instances/two-instances.spec.ts',
  'test/serverless/bundle.spec.ts',
  'test/library/packed.spec.ts',
  'test/tracing/traces.spec.ts',
  'test/attacks/keys.spec.ts',
  'test/instances/shutdown.spec.ts',
  'test/instances/rate-limits.spec.ts',
  'test/instances/revocations.spec.ts',
  'test/abuse/abuse.spec.ts',
  'test/abuse/optional-features.spec.ts',
  'test/browser/renewal.spec.ts',
  'test/console/pages.spec.ts',
  'test/console/states.spec.ts',
  'test/console/sessions.spec.ts',
  'test/instances/redis-forms.spec.ts',
  'test/console/account-in-use.spec.ts',
  'test/console/console-in-use.spec.ts',
  'test/revocation/revocation-clock.wire.spec.ts',
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
