import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { clientFor } from '../spec.support';
import { DomainClient } from './domain.client';
import { useHostedPages } from './hosted.fixture';

/** The errors follow https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoint-errors.html. */
describe('GET /oauth2/idpresponse of the embedded pool', () => {
  const hosted = useHostedPages();

  /** Begins a sign-in at the provider. Returns the state that the provider must send back. */
  async function stateAtProvider(): Promise<string> {
    const url = hosted.client.authorizeUrl({ identity_provider: 'Acme' });
    const visit = await hosted.client.browser.visit(url, { until: /\/auth\?/ });
    return new URL(visit.url).searchParams.get('state') ?? '';
  }
  const comeBack = (parameters: Record<string, string>) =>
    hosted.client.browser.visit(
      `${hosted.pool.endpoint}/oauth2/idpresponse?${new URLSearchParams(parameters).toString()}`,
      {
        until: /^http:\/\/localhost:3000\//,
      },
    );
  const parametersOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

  it('passes on an error of the provider to the application, with the application’s state', async () => {
    const state = await stateAtProvider();
    const { url } = await comeBack({
      state,
      error: 'access_denied',
      error_description: 'Cancelled by the user',
    });
    expect(parametersOf(url)).toEqual({
      error: 'access_denied',
      error_description: 'Cancelled by the user',
      state: 'the-state',
    });
  });

  it('redirects with invalid_request if the provider refuses the code', async () => {
    const { url } = await comeBack({ state: await stateAtProvider(), code: 'made-up' });
    expect(parametersOf(url)).toEqual({
      error: 'invalid_request',
      error_description: 'The provider could not be reached',
      state: 'the-state',
    });
  });

  it('accepts a state only once', async () => {
    const state = await stateAtProvider();
    await comeBack({ state, error: 'access_denied' });
    expect(await comeBack({ state, error: 'access_denied' })).toMatchObject({ status: 400 });
  });

  it('refuses a user of the provider who is disabled in the pool', async () => {
    const signIn = async () => {
      const acme = await hosted.client.authorize({ identity_provider: 'Acme', prompt: 'login' });
      return hosted.client.submit(acme, { login: 'yves', password: 'anything', prompt: 'login' });
    };
    expect(parametersOf((await signIn()).url)).toHaveProperty('code');
    const named = { UserPoolId: hosted.pool.userPoolId, Username: 'Acme_yves' };
    await clientFor(hosted.pool).send(new AdminDisableUserCommand(named));
    hosted.client = new DomainClient(hosted.pool);
    expect(parametersOf((await signIn()).url)).toEqual({
      error: 'invalid_request',
      error_description: 'User is disabled.',
      state: 'the-state',
    });
  });
});
