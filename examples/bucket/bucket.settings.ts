/** The bucket to list, as configured on the server of this page. */
export interface BucketSettings {
  readonly bucket: string;
  readonly region: string;
  /** Only for an S3-compatible service outside AWS. */
  readonly endpoint?: string;
}
