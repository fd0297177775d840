/** The bucket to list, as configured on the server of this page. */
export interface BucketSettings {
  readonly bucket: string;
  readonly region: string;
  /** Only for an S3 that is not at AWS. */
  readonly endpoint?: string;
}
