/** Prevents startup. The message is for operators and is printed without a stack. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}

/** Explains why an address cannot be listened on; any other error is returned unchanged. */
export function listenError(
  error: unknown,
  setting: 'PORT' | 'METRICS_PORT',
  { port, host }: { readonly port: number; readonly host: string },
): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartupError(`${setting}: ${port} is in use`);
    case 'EACCES':
      return new StartupError(`${setting}: no permission to listen on ${port}`);
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new StartupError(`HOST: ${host} is not an address of this machine`);
    default:
      return error;
  }
}
