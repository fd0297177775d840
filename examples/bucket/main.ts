import { readPort } from '../settings';
import type { BucketSettings } from './bucket.settings';
import { createPageServer } from './server';

interface Environment {
  readonly serviceUrl: string;
  readonly settings: BucketSettings;
}

/**
 * `BUCKET`, `AWS_REGION`, `SERVICE_URL` (default `http://127.0.0.1:3000`), and `S3_ENDPOINT` for an S3
 * outside AWS.
 */
function readEnvironment({ BUCKET, AWS_REGION, SERVICE_URL, S3_ENDPOINT } = process.env): Environment {
  if (!BUCKET || !AWS_REGION) throw new Error('Set BUCKET and AWS_REGION.');
  const settings = { bucket: BUCKET, region: AWS_REGION, ...(S3_ENDPOINT && { endpoint: S3_ENDPOINT }) };
  return { serviceUrl: SERVICE_URL ?? 'http://127.0.0.1:3000', settings };
}

async function main(): Promise<void> {
  const server = await createPageServer(readEnvironment());
  const port = readPort({ PORT: '8080', ...process.env });
  server.listen(port, 'localhost', () => {
    process.stdout.write(`The page is at http://localhost:${port}\n`);
  });
}

void main();
