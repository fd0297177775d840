/** Where the package tells an operator what it cannot tell a caller. No token and no secret is ever logged. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export const SILENT: Log = { info: () => undefined, warn: () => undefined };
