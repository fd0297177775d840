// Creates access tokens of about 1.2 KB like Cognito's. Workers sign them; files keep them between runs.
import { randomBytes, randomUUID, sign } from 'node:crypto';
import { createWriteStream, readFileSync, renameSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { CLIENT_ID, DIRECTORY, ISSUER, KEY_ID, signingKey } from './pool.js';

const LIFE_SECONDS = 24 * 3600;
/** How long a file is reused. Its tokens remain valid for any run that starts within this time. */
const KEPT_MS = 12 * 3600 * 1000;
const SIGNATURE_BYTES = 256;

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const HEADER = base64url({ kid: KEY_ID, alg: 'RS256' });

function claims(issuedAt) {
  const sub = randomUUID();
  return {
    sub,
    'cognito:groups': ['customers', 'beta-testers'],
    iss: ISSUER,
    version: 2,
    client_id: CLIENT_ID,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin openid profile email',
    auth_time: issuedAt,
    exp: issuedAt + LIFE_SECONDS,
    iat: issuedAt,
    jti: randomUUID(),
    username: sub,
  };
}

const now = () => Math.floor(Date.now() / 1000);

const withSignature = (input, signature) => `${input}.${signature.toString('base64url')}`;

/** Creates the tokens of each kind. Garbage tokens need no key, so a flood of them costs its sender nothing. */
const KINDS = {
  good: (key) => signed(key, claims(now() - 10)),
  expired: (key) => signed(key, claims(now() - LIFE_SECONDS - 3600)),
  garbage: () => withSignature(`${HEADER}.${base64url(claims(now() - 10))}`, garbageSignature()),
  unknown: () =>
    withSignature(
      `${base64url({ kid: randomBytes(32).toString('base64'), alg: 'RS256' })}.${base64url(claims(now() - 10))}`,
      garbageSignature(),
    ),
};

/** A random signature below any modulus, so that it is refused by the verification itself and not by a length check. */
function garbageSignature() {
  const bytes = randomBytes(SIGNATURE_BYTES);
  bytes[0] = 0;
  return bytes;
}

function signed(key, payload) {
  const input = `${HEADER}.${base64url(payload)}`;
  return withSignature(input, sign('RSA-SHA256', Buffer.from(input), key));
}

/** Creates tokens of a kind in this process. */
export function mint(kind, count) {
  const key = signingKey();
  return Array.from({ length: count }, () => KINDS[kind](key));
}

/**
 * Returns a file of distinct tokens, one per line. Reuses the file of an earlier run.
 *
 * @param part distinguishes files of the same kind and length; no token is in two of them.
 */
export async function tokenFile(kind, count, part = 0) {
  signingKey();
  const file = join(DIRECTORY, `${kind}-${count}-${part}.txt`);
  if (isFresh(file)) return file;
  const workers = Math.min(availableParallelism(), Math.ceil(count / 500));
  const stream = createWriteStream(`${file}.part`, { mode: 0o600 });
  const shares = Array.from({ length: workers }, (_, index) =>
    Math.floor(count / workers + (index < count % workers ? 1 : 0)),
  );
  await Promise.all(shares.map((share) => work(kind, share, (lines) => stream.write(lines))));
  await new Promise((resolve) => stream.end(resolve));
  renameSync(`${file}.part`, file);
  return file;
}

function isFresh(file) {
  const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs < KEPT_MS;
}

function work(kind, count, take) {
  return new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url), { workerData: { kind, count } })
      .on('message', take)
      .on('error', reject)
      .on('exit', resolve);
  });
}

/** Reads the tokens of a file. */
export const readTokens = (file) => readFileSync(file, 'latin1').trimEnd().split('\n');

if (!isMainThread && workerData?.kind in KINDS) {
  const { kind, count } = workerData;
  for (let done = 0; done < count; done += 250) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
    parentPort.postMessage(`${mint(kind, Math.min(250, count - done)).join('\n')}\n`);
  }
}
