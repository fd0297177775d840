import type { PoolFacts } from './pool.facts';

/** The text that the demo prints when the service is ready: addresses, users, and commands for curl and sed. */
export function instructions(
  publicUrl: string,
  { passwords, endpoint, clients }: Pick<PoolFacts, 'passwords' | 'endpoint' | 'clients'>,
): string {
  const who = (name: string, note: string): string =>
    `  ${name.padEnd(8)} ${(passwords[name] ?? '').padEnd(14)} ${note}`;
  const { machine } = clients;
  return `
Lifeguard is ready.

  Your account   ${publicUrl}/account
  Console        ${publicUrl}/console   (sign in as root)
  Swagger UI     ${publicUrl}/docs

  user     password
${who('alice', 'no group')}
${who('bob', 'group support')}
${who('root', 'group admin')}
${who('user01', 'and user02 to user40, the same password')}

The identity provider Acme accepts any name and password.

Sign in without a browser and keep the token:

  TOKEN=$(curl -s ${publicUrl}/auth/sign-in -H 'content-type: application/json' -d '{"username":"root","password":"${passwords['root'] ?? ''}"}' | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/')

Show who you are signed in as:

  curl -s ${publicUrl}/whoami -H "authorization: Bearer $TOKEN"

List users, as root:

  curl -s '${publicUrl}/users?limit=5' -H "authorization: Bearer $TOKEN"

Get a token for a machine (client credentials):

  curl -s ${endpoint}/oauth2/token -u ${machine.id}:${machine.secret} -d grant_type=client_credentials -d scope=lifeguard/users.read

Ctrl-C stops the service and the pool.
`;
}
