/** Parsed values by the names of the variables; each may be missing or invalid by itself. */
export type Values = Readonly<Record<string, unknown>>;

/** A rule between settings. */
export interface CrossCheck {
  /** The setting that the message names. */
  readonly setting: string;
  readonly message: string;
  /** Whether the settings agree; true where one of them is invalid by itself, which is another problem. */
  readonly holds: (values: Values) => boolean;
}
