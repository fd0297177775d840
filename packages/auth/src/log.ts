/** A log for operators, with details that callers must not see. Tokens and secrets are never logged. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export const SILENT: Log = { info: () => undefined, warn: () => undefined };
