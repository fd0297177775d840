import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../../test/support/until';
import { BufferedLines, sinkOf } from './buffered-lines';

function setUp() {
  const written: string[] = [];
  let drained = (): void => undefined;
  const sink = {
    write: (text: string) => written.push(text),
    flush: () => written.push('flushed'),
    flushSync: () => written.push('synced'),
    on: (_event: 'drain', listener: () => void) => void (drained = listener),
  };
  return { lines: new BufferedLines(sink), written, drained: () => drained() };
}

/** A full pipe, which accepts nothing until it is read. `out` is a file for the output of the reader. */
function fullPipe() {
  const folder = mkdtempSync(path.join(tmpdir(), 'pipe-'));
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const end = () => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  };
  return { pipe, fd, filled: fill(fd), out: path.join(folder, 'out'), end };
}

/** Fills a pipe, and returns the number of bytes that it accepted. */
function fill(fd: number): number {
  let filled = 0;
  try {
    for (;;) filled += writeSync(fd, '.'.repeat(1024));
  } catch (error) {
    expect(error).toHaveProperty('code', 'EAGAIN');
  }
  return filled;
}

describe('BufferedLines', () => {
  it('writes lines together, in order and each once', () => {
    const { lines, written } = setUp();
    for (const line of ['a\n', 'b\n', 'c\n']) lines.write(line);
    expect(written).toEqual([]);
    lines.flush();
    lines.flush();
    lines.write('d\n');
    lines.flush();
    expect(written).toEqual(['a\nb\nc\n', 'flushed', 'd\n', 'flushed']);
  });

  it('buffers at most 16 KiB', () => {
    const { lines, written } = setUp();
    const line = `${'x'.repeat(1023)}\n`;
    for (let count = 0; count < 15; count += 1) lines.write(line);
    expect(written).toEqual([]);
    lines.write(line);
    expect(written).toEqual([line.repeat(16), 'flushed']);
    lines.write('x'.repeat(20_000));
    expect(written).toHaveLength(4);
  });

  it('writes everything in flushSync', () => {
    const { lines, written } = setUp();
    lines.write('a\n');
    lines.flushSync();
    expect(written).toEqual(['a\n', 'synced']);
  });

  it('flushes again after a write during which lines were flushed, because the sink holds them', () => {
    const { lines, written, drained } = setUp();
    lines.write('a\n');
    lines.flush();
    lines.write('b\n');
    lines.flush();
    written.length = 0;
    drained();
    drained();
    drained();
    expect(written).toEqual(['flushed']);
  });

  it('writes the last line to a slow reader without a further line', async () => {
    const { pipe, fd, filled, out, end } = fullPipe();
    const lines = new BufferedLines(sinkOf(fd));
    lines.write('one that waits for the reader\n');
    lines.flush();
    lines.write('the last line\n');
    lines.flush();
    const reader = spawn('sh', ['-c', `exec cat "${pipe}" > "${out}"`]);
    const read = () => existsSync(out) && readFileSync(out, 'latin1').slice(filled);
    await until('the last line is read', () => read() === 'one that waits for the reader\nthe last line\n');
    reader.kill();
    end();
  });

  it('waits in flushSync until a full pipe has accepted everything', () => {
    const { pipe, fd, filled, out, end } = fullPipe();
    const lines = new BufferedLines(sinkOf(fd, 30_000));
    const last = 'the reason of the end\n';
    const size = filled + last.length;
    spawn('sh', ['-c', `sleep 0.3; head -c ${size} "${pipe}" > "${out}"`]);
    lines.write(last);
    lines.flushSync();
    // As at the end of a process, no turn of the event loop follows.
    const isRead = `until [ "$(wc -c < "${out}")" -ge ${size} ]; do sleep 0.05; done`;
    execFileSync('sh', ['-c', isRead], { timeout: 30_000 });
    expect(readFileSync(out, 'latin1').slice(filled)).toBe(last);
    end();
  });

  it('drops the last lines after the timeout if nobody reads a full pipe', () => {
    const { fd, end } = fullPipe();
    const lines = new BufferedLines(sinkOf(fd, 200));
    lines.write('the last line\n');
    expect(() => lines.flushSync()).toThrow(expect.objectContaining({ code: 'EAGAIN' }));
    end();
  });

  it('drops the last lines immediately if the reader of the pipe is gone', () => {
    const { pipe, fd } = fullPipe();
    closeSync(fd);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    closeSync(reader);
    const lines = new BufferedLines(sinkOf(writer));
    lines.write('the last line\n');
    expect(() => lines.flushSync()).toThrow(expect.objectContaining({ code: 'EPIPE' }));
    closeSync(writer);
    rmSync(path.dirname(pipe), { recursive: true });
  });
});
