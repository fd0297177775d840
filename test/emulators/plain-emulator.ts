import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedPool } from '../../pool/embedded-pool';
import { appClients, poolFacts } from '../../pool/pool.facts';
import { DEFAULT_SEED, type Seed } from '../../pool/seed';
import { groupRecord, poolRecord, userRecord } from '../../pool/seed.records';
import { endProcess } from '../support/end-process';
import { freePort } from '../support/free-port';

const POOL_ID = 'us-east-1_PlainPool';
/** The fixed code that cognito-local is configured to send. */
const CODE = '123456';
/** A start on a machine whose cores are all busy. */
const START_TIMEOUT_MS = 50_000;

/**
 * Starts cognito-local as published, without `overlay/`, in a separate process with the same users and clients. Tests
 * run against it in addition to the embedded pool.
 */
export async function startPlainEmulator(options: { seed?: Seed } = {}): Promise<EmbeddedPool> {
  const seed = options.seed ?? DEFAULT_SEED;
  const folder = await mkdtemp(path.join(tmpdir(), 'lifeguard-plain-'));
  await writeSeed(path.join(folder, '.cognito'), seed);
  // Chosen before the emulator starts, because the issuer contains the port.
  const port = await freePort();
  const child = spawn(process.execPath, [require.resolve('cognito-local/lib/bin/start.js')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1', CODE },
    stdio: 'ignore',
  });
  const close = async (): Promise<void> => {
    await endProcess(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  const facts = poolFacts(`http://127.0.0.1:${port}`, POOL_ID, seed);
  try {
    await healthy(facts.endpoint, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...facts, lastCode: () => CODE, close };
}

/** Writes the files that cognito-local reads at startup: one for the pool, one for the app clients. */
async function writeSeed(folder: string, seed: Seed): Promise<void> {
  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(path.join(folder, name), JSON.stringify(content));
  await mkdir(path.join(folder, 'db'), { recursive: true });
  await write('config.json', { UserPoolDefaults: { UsernameAttributes: [] } });
  await write(`db/${POOL_ID}.json`, {
    Options: poolRecord(POOL_ID),
    Users: Object.fromEntries(seed.users.map((user) => [user.username, userRecord(user)])),
    Groups: Object.fromEntries(seed.groups.map((group) => [group.name, groupRecord(group, seed)])),
  });
  await write('db/clients.json', {
    Clients: Object.fromEntries(appClients(POOL_ID).map((client) => [client.ClientId, client])),
  });
}

async function healthy(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${endpoint}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`cognito-local did not start (exit status ${child.exitCode ?? 'none'})`);
}
