import type { PoolFacts } from './pool.facts';

/** What the demo prints when the service is ready: addresses, users, and commands that need curl and sed only. */
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

At the identity provider Acme any name and password will do.

Without a browser, sign in and keep the token:

  TOKEN=$(curl -s ${publicUrl}/auth/sign-in -H 'content-type: application/json' -d '{"username":"root","password":"${passwords['root'] ?? ''}"}' | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/')

Who am I:

  curl -s ${publicUrl}/whoami -H "authorization: Bearer $TOKEN"

List users, as root:

  curl -s '${publicUrl}/users?limit=5' -H "authorization: Bearer $TOKEN"

A token for a machine (client credentials):

  curl -s ${endpoint}/oauth2/token -u ${machine.id}:${machine.secret} -d grant_type=client_credentials -d scope=lifeguard/users.read

Ctrl-C ends the service and the pool.
`;
}
