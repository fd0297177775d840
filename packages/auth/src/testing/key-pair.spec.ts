import { spawnSync } from 'node:child_process';
import path from 'node:path';

const MODULE = path.join(__dirname, 'key-pair.ts');
const LIMIT_MS = 30_000;

/** Exports a new key until V8 has collected the garbage of its generation. A small new space makes that soon. */
const script = (pair: string): string => `
  const { ecKeyPair, ed25519KeyPair, rsaKeyPair } = require(${JSON.stringify(MODULE)});
  const { publicKey } = ${pair};
  for (let count = 0; count < 20_000; count++) publicKey.export({ format: 'jwk' });`;

describe('a new key pair', () => {
  it.each(['rsaKeyPair()', `ecKeyPair('P-256')`, 'ed25519KeyPair()'])(
    'of %s can be exported as a JWK while garbage is collected',
    (pair) => {
      const argv = ['--max-semi-space-size=1', '-r', '@swc-node/register', '-e', script(pair)];
      const { status, signal } = spawnSync(process.execPath, argv, {
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      expect({ status, signal }).toEqual({ status: 0, signal: null });
    },
  );
});
