import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { GatheredLines } from './gathered-lines';
import { timestamp } from './timestamp';

/** The injection token of the application's pino logger. */
export const LOGGER = Symbol('lifeguard:logger');

/**
 * The application's logger: JSON lines on standard output. They are gathered and written together; what is left is
 * written when the process exits.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: undefined, timestamp }, destination());
}

const FLUSH_MS = 200;
/** In characters: lines are dropped while more than these wait for a reader of standard output that hangs. */
const MAXIMUM_WAITING = 16 * 1024 * 1024;

function destination(): pino.DestinationStream {
  const lines = new GatheredLines(pino.destination({ fd: 1, sync: false, maxLength: MAXIMUM_WAITING }));
  setInterval(() => lines.flush(), FLUSH_MS).unref();
  process.once('exit', () => {
    try {
      lines.flushSync();
    } catch {
      // Nothing was opened yet, so nothing is lost.
    }
  });
  return lines;
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
