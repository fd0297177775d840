// Measures new tokens in one process and on one thread: Lifeguard's authenticator against `verifySync` of aws-jwt-verify,
// in alternating batches. Prints one line of JSON.
import { createRequire } from 'node:module';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { CLIENT_ID, ISSUER, publishedKeys, USER_POOL_ID } from './pool.js';
import { readTokens } from './tokens.js';

const [entry, jwksUri, file] = process.argv.slice(2);
const BATCH = 500;

const require = createRequire(entry);

async function lifeguard() {
  const { createAuthenticator } = require('lifeguard-auth');
  const { authenticator, pools } = createAuthenticator({
    userPoolId: USER_POOL_ID,
    clientIds: [CLIENT_ID],
    issuer: ISSUER,
    jwksUri,
  });
  await pools.first.keys.read();
  return async ({ rawHeaders }) => (await authenticator.identify(rawHeaders)).principal.sub;
}

function awsJwtVerify() {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    tokenUse: 'access',
  });
  verifier.cacheJwks(publishedKeys());
  return ({ token }) => verifier.verifySync(token).sub;
}

/** Measures CPU time, which depends less on other load of the machine than elapsed time does. */
async function time(verify, batch) {
  const before = process.cpuUsage();
  for (const each of batch) if (!(await verify(each))) throw new Error('a valid token was refused');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / batch.length;
}

/** Prepares a token for each of the two verifiers; this is not part of the measured time. */
function prepare(token) {
  const header = Buffer.from(`Bearer ${token}`).toString('latin1');
  return { token, rawHeaders: ['Host', '127.0.0.1', 'Authorization', header] };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const tokens = readTokens(file);
const [ours, theirs] = [await lifeguard(), awsJwtVerify()];
const rounds = [];
for (let start = 0; start + BATCH <= tokens.length; start += BATCH) {
  const batch = tokens.slice(start, start + BATCH).map(prepare);
  // The order alternates from round to round.
  const first = rounds.length % 2 === 0;
  const a = first ? await time(ours, batch) : undefined;
  const theirUs = await time(theirs, batch);
  rounds.push({ ourUs: a ?? (await time(ours, batch)), theirUs });
}
const warm = rounds.slice(Math.floor(rounds.length / 4));
console.log(
  JSON.stringify({
    lifeguardUs: median(warm.map(({ ourUs }) => ourUs)),
    awsJwtVerifyUs: median(warm.map(({ theirUs }) => theirUs)),
    ratio: median(warm.map(({ ourUs, theirUs }) => theirUs / ourUs)),
  }),
);
process.exit();
