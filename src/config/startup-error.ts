/** A start that must not go on; the message is one line for the operator. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** What an operator is told of an address that cannot be listened on; any other error is given back as it is. */
export function listenError(
  error: unknown,
  setting: 'PORT' | 'METRICS_PORT',
  { port, host }: { readonly port: number; readonly host: string },
): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartRefused(`${setting}: ${port} is in use`);
    case 'EACCES':
      return new StartRefused(`${setting}: ${port} may not be listened on`);
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new StartRefused(`HOST: there is no ${host} here`);
    default:
      return error;
  }
}
