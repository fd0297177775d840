import pino from 'pino';

/** What takes the lines: pino's own destination. */
export interface LineSink {
  write(text: string): unknown;
  flush(): void;
  flushSync(): void;
}

/** In characters. */
const ENOUGH = 16 * 1024;
/** In bytes: lines are dropped while more than these wait for a reader that hangs. */
const MAXIMUM_WAITING = 16 * 1024 * 1024;

/** The sink of a file descriptor. It starts to write when it is told to, so that what is left can be written at once. */
export const sinkOf = (fd: number) =>
  pino.destination({ fd, sync: false, minLength: ENOUGH - 1, maxLength: MAXIMUM_WAITING });

/**
 * Gathers lines and hands them on many at a time, so that a line costs a request no system call. The sink could gather
 * by itself, but measures for each line all that it holds.
 */
export class GatheredLines {
  #lines: string[] = [];
  #length = 0;

  constructor(private readonly sink: LineSink) {}

  write(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= ENOUGH) this.flush();
  }

  /** Hands on what was gathered; the sink writes it when it can. */
  flush(): void {
    if (this.#length === 0) return;
    this.#handOn();
    this.sink.flush();
  }

  /** Returns when all that was gathered is written, however long that takes. pino calls this after a fatal line. */
  flushSync(): void {
    this.#handOn();
    this.sink.flushSync();
  }

  #handOn(): void {
    if (this.#length > 0) this.sink.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }
}
