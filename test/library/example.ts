import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LifeguardOptions } from 'lifeguard-auth';
import type { TestIssuer } from 'lifeguard-auth/testing';
import { endProcess } from '../support/end-process';
import { freePort } from '../support/free-port';
import type { Packed } from './packed';

export interface Example {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

type OnePool = Extract<LifeguardOptions, { userPoolId: string }>;

/** Starts `examples/<name>/main.ts` with the packed library, in a separate process. */
export function startExample(
  packed: Packed,
  name: string,
  issuer: TestIssuer,
  environment: Readonly<Record<string, string>> = {},
): Promise<Example> {
  const { userPoolId, clientIds, jwksUri = '' } = issuer.options as OnePool;
  return startApplication(packed, join('examples', name, 'main.ts'), {
    USER_POOL_ID: userPoolId,
    CLIENT_ID: clientIds[0] ?? '',
    JWKS_URI: jwksUri,
    ...environment,
  });
}

/** Starts a file with the packed library, in a separate process. It listens on `PORT` and says so. */
export async function startApplication(
  { folder }: Packed,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<Example> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register', file],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: String(port),
        ...environment,
      },
    },
  );
  let output = '';
  const exited = once(child, 'exit');
  const started = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('listening on')) resolve();
      });
    void exited.then(() => reject(new Error(`${file} ended: ${output}`)));
  });
  await started;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => endProcess(child),
  };
}
