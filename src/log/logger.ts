import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';

/** The injection token of the application's pino logger. */
export const LOGGER = Symbol('lifeguard:logger');

/**
 * The application's logger: JSON lines on standard output. They are gathered and written together, so that a line
 * costs a request no system call; what is left is written when the process exits.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, destination());
}

const FLUSH_MS = 200;

function destination(): pino.DestinationStream {
  const stream = pino.destination({ fd: 1, minLength: 4096, sync: false });
  setInterval(() => stream.flush(), FLUSH_MS).unref();
  process.once('exit', () => {
    try {
      stream.flushSync();
    } catch {
      // Nothing was opened yet, so nothing is lost.
    }
  });
  return stream;
}

/** Nest's own messages, through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(
      { context: rest.at(-1) },
      message instanceof Error ? (message.stack ?? '') : String(message),
    );
  }
}
