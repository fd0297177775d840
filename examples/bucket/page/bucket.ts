import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { BucketSettings } from '../bucket.settings';
import { call } from './session';

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: string;
}

/** Credentials of the person's role. The SDK keeps them and requests new ones shortly before they expire. */
async function credentials() {
  const answer = (await call('POST', '/session/api/me/aws-credentials')) as AwsCredentials;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = answer;
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiresAt) };
}

export function createClient({ region, endpoint }: BucketSettings): S3Client {
  return new S3Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}

/** The keys of the first objects in the bucket. @throws CallFailure, or an error of S3 such as `AccessDenied` */
export async function listBucket(client: S3Client, bucket: string): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 100 }));
  return Contents.map(({ Key = '' }) => Key);
}
