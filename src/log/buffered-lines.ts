import { SonicBoom } from 'sonic-boom';

/** The destination of the lines: a SonicBoom, which is pino's own. */
export interface LineSink {
  write(text: string): unknown;
  flush(): void;
  flushSync(): void;
  /** `drain`: a write is done. Lines that came during the write may still be held. */
  on(event: 'drain', listener: () => void): unknown;
}

/** Number of characters to buffer before writing. */
const BATCH_CHARACTERS = 16 * 1024;
/** Maximum bytes waiting for a slow reader; further lines are dropped. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** How long the final flush waits for a slow reader, in milliseconds. */
const MAX_FINAL_FLUSH_MS = 1000;

/**
 * The sink of a file descriptor. It writes only when flushed, so that the rest can be written synchronously
 * at exit.
 *
 * @param finalFlushMs limits `flushSync`, which throws if a full, non-blocking pipe has not accepted
 * everything by then.
 */
export function sinkOf(fd: number, finalFlushMs = MAX_FINAL_FLUSH_MS): SonicBoom {
  let deadline = Infinity;
  const sink = new SonicBoom({
    fd,
    sync: false,
    minLength: BATCH_CHARACTERS - 1,
    maxLength: MAX_WAITING_BYTES,
    retryEAGAIN: () => Date.now() < deadline,
  });
  const flushSync = sink.flushSync.bind(sink);
  sink.flushSync = () => {
    deadline = Date.now() + finalFlushMs;
    try {
      flushSync();
    } finally {
      deadline = Infinity;
    }
  };
  // The service keeps serving if its log cannot be written. If the reader is gone, waiting lines are
  // discarded.
  sink.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') sink.write = () => true;
  });
  return sink;
}

/**
 * Collects lines and writes many at a time, so that a request needs no system call. The sink could do this
 * itself, but it measures its whole buffer with each line.
 */
export class BufferedLines {
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
    if (this.#length >= BATCH_CHARACTERS) this.flush();
  }

  /** Passes the buffered lines on; the sink writes them when it can. */
  flush(): void {
    if (this.#length === 0) return;
    this.#passOn();
    this.#held = this.#writing;
    this.#writing = true;
    this.sink.flush();
  }

  /**
   * Writes every buffered line before it returns. pino calls this after a fatal line.
   *
   * @throws Error if the reader is gone or reads too slowly.
   */
  flushSync(): void {
    this.#passOn();
    this.sink.flushSync();
  }

  #flushHeld(): void {
    this.#writing = this.#held;
    this.#held = false;
    if (this.#writing) this.sink.flush();
  }

  #passOn(): void {
    if (this.#length > 0) this.sink.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }
}
