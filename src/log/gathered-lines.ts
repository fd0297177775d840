/** What takes the lines: pino's own destination. */
export interface LineSink {
  write(text: string): unknown;
  flushSync(): void;
}

/** In characters. */
const ENOUGH = 16 * 1024;

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
    this.sink.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }

  /** Returns when all is written. pino calls this after a fatal line. */
  flushSync(): void {
    this.flush();
    this.sink.flushSync();
  }
}
