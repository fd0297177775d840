/** What the demo prints once the service is ready: people, addresses, and commands that need curl and sed only. */
export function instructions(port: number, passwords: Readonly<Record<string, string>>): string {
  const base = `http://localhost:${port}`;
  const who = (name: string, note: string): string =>
    `  ${name.padEnd(8)} ${(passwords[name] ?? '').padEnd(14)} ${note}`;
  return `
Lifeguard is ready.   Swagger UI: ${base}/docs

  user     password
${who('alice', 'no group')}
${who('bob', 'group support')}
${who('root', 'group admin')}
${who('user01', 'and user02 to user40, the same password')}

Sign in and keep the token:

  TOKEN=$(curl -s ${base}/auth/sign-in -H 'content-type: application/json' -d '{"username":"root","password":"${passwords['root'] ?? ''}"}' | sed -E 's/.*"accessToken":"([^"]+)".*/\\1/')

Who am I:

  curl -s ${base}/whoami -H "authorization: Bearer $TOKEN"

List users, as root:

  curl -s '${base}/users?limit=5' -H "authorization: Bearer $TOKEN"

Ctrl-C ends the service and the pool.
`;
}
