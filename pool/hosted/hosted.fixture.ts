import { startEmbeddedPool, type EmbeddedPool } from '../embedded-pool';
import { DomainClient } from './domain.client';

/** The embedded pool of a suite, and a new client of its hosted pages for each test. */
export interface HostedFixture {
  readonly pool: EmbeddedPool;
  /** A test may replace it. */
  client: DomainClient;
}

/** Starts the pool before the tests of the surrounding `describe`, and closes it after them. */
export function useHostedPages(): HostedFixture {
  const fixture = {} as { pool: EmbeddedPool; client: DomainClient };
  beforeAll(async () => {
    fixture.pool = await startEmbeddedPool();
  });
  afterAll(() => fixture.pool.close());
  beforeEach(() => {
    fixture.client = new DomainClient(fixture.pool);
  });
  return fixture;
}
