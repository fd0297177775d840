import pino from 'pino';

/** The destination of the lines: pino's own. */
export interface LineSink {
  write(text: string): unknown;
  flush(): void;
  flushSync(): void;
  /** `drain`: a write is done. Lines that came during the write may still be held. */
  on(event: 'drain', listener: () => void): unknown;
}

/** Characters that are gathered before they are written. */
const ENOUGH = 16 * 1024;
/** Bytes that may wait for a reader that hangs; further lines are dropped. */
const MAXIMUM_WAITING = 16 * 1024 * 1024;

/** The sink of a file descriptor. It writes only when flushed, so that the rest can be written synchronously at exit. */
export const sinkOf = (fd: number) =>
  pino.destination({ fd, sync: false, minLength: ENOUGH - 1, maxLength: MAXIMUM_WAITING });

/**
 * Gathers lines and writes many at a time, so that a request costs no system call. The sink could gather them itself,
 * but it measures everything that it holds with each line.
 */
export class GatheredLines {
  #lines: string[] = [];
  #length = 0;
  #writing = false;
  /** Lines were flushed during a write. The sink ignores such a flush and holds them until the next one. */
  #held = false;

  constructor(private readonly sink: LineSink) {
    sink.on('drain', () => this.#flushHeld());
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= ENOUGH) this.flush();
  }

  /** Passes the gathered lines on; the sink writes them when it can. */
  flush(): void {
    if (this.#length === 0) return;
    this.#handOn();
    this.#held = this.#writing;
    this.#writing = true;
    this.sink.flush();
  }

  /** Returns once every gathered line is written, however long that takes. pino calls this after a fatal line. */
  flushSync(): void {
    this.#handOn();
    this.sink.flushSync();
  }

  #flushHeld(): void {
    this.#writing = this.#held;
    this.#held = false;
    if (this.#writing) this.sink.flush();
  }

  #handOn(): void {
    if (this.#length > 0) this.sink.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }
}
