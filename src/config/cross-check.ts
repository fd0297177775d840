/** Parsed values by the names of the variables; each may be missing or invalid. */
export type Values = Readonly<Record<string, unknown>>;

/** A rule between settings. */
export interface CrossCheck {
  /** The setting that the message names. */
  readonly setting: string;
  readonly message: string;
  /** Whether the settings are consistent; true if one of them is invalid, which is reported separately. */
  readonly holds: (values: Values) => boolean;
}
