import { BrowserService } from './browser.service';
import { StubDomain } from './stub-domain';

/** A stub of the user pool domain, and the service that signs browsers in with it. */
export interface StubDomainFixture {
  readonly domain: StubDomain;
  readonly service: BrowserService;
}

/** Starts both before the tests of the surrounding `describe`, and closes them after it. */
export function useStubDomain(): StubDomainFixture {
  const fixture = {} as { domain: StubDomain; service: BrowserService };
  beforeAll(async () => {
    const domain = (fixture.domain = await StubDomain.start());
    const settings = { COGNITO_DOMAIN: domain.origin, COGNITO_TIMEOUT_MS: '2000' };
    fixture.service = await BrowserService.start(settings);
  });
  afterAll(async () => {
    await fixture.service.close();
    await fixture.domain.close();
  });
  beforeEach(() => {
    fixture.domain.requests.length = 0;
    fixture.domain.hangs = false;
  });
  return fixture;
}
