/** The bucket to list, as the server of this page is set up. */
export interface BucketSettings {
  readonly bucket: string;
  readonly region: string;
  /** Only for an S3 that is not at AWS. */
  readonly endpoint?: string;
}
