import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { BufferedLines, sinkOf } from './buffered-lines';
import { timestamp } from './timestamp';

/** The injection token of the application's pino logger. */
export const LOGGER = Symbol('lifeguard:logger');

const FLUSH_MS = 200;

/**
 * The application's logger: JSON lines on standard output. They are buffered and written together, and the rest is
 * written when the process exits.
 */
export function createLogger(level: string): Logger {
  const sink = sinkOf(1);
  const lines = new BufferedLines(sink);
  setInterval(() => lines.flush(), FLUSH_MS).unref();
  process.once('exit', () => {
    try {
      lines.flushSync();
    } catch {
      // Standard output is closed.
    }
  });
  const logger = pino({ level, base: undefined, timestamp }, lines);
  let dropped = 0;
  sink.on('drop', () => (dropped += 1));
  sink.on('drain', () => {
    if (dropped > 0) logger.warn({ batches: dropped }, 'log lines dropped: standard output was not read');
    dropped = 0;
  });
  return logger;
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
