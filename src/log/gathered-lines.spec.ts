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
import { GatheredLines, sinkOf } from './gathered-lines';

function setUp() {
  const written: string[] = [];
  let drained = (): void => undefined;
  const sink = {
    write: (text: string) => written.push(text),
    flush: () => written.push('flushed'),
    flushSync: () => written.push('synced'),
    on: (_event: 'drain', listener: () => void) => void (drained = listener),
  };
  return { lines: new GatheredLines(sink), written, drained: () => drained() };
}

/** Fills a pipe; how many bytes it took. */
function fill(fd: number): number {
  let filled = 0;
  try {
    for (;;) filled += writeSync(fd, '.'.repeat(1024));
  } catch (error) {
    expect(error).toHaveProperty('code', 'EAGAIN');
  }
  return filled;
}

describe('GatheredLines', () => {
  it('hands lines on together, in their order and each once', () => {
    const { lines, written } = setUp();
    for (const line of ['a\n', 'b\n', 'c\n']) lines.write(line);
    expect(written).toEqual([]);
    lines.flush();
    lines.flush();
    lines.write('d\n');
    lines.flush();
    expect(written).toEqual(['a\nb\nc\n', 'flushed', 'd\n', 'flushed']);
  });

  it('holds no more than 16 KiB', () => {
    const { lines, written } = setUp();
    const line = `${'x'.repeat(1023)}\n`;
    for (let count = 0; count < 15; count += 1) lines.write(line);
    expect(written).toEqual([]);
    lines.write(line);
    expect(written).toEqual([line.repeat(16), 'flushed']);
    lines.write('x'.repeat(20_000));
    expect(written).toHaveLength(4);
  });

  it('writes all of it at once where nothing may be lost', () => {
    const { lines, written } = setUp();
    lines.write('a\n');
    lines.flushSync();
    expect(written).toEqual(['a\n', 'synced']);
  });

  it('flushes once more after a write that lines were flushed in, since the sink keeps those', () => {
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

  it('writes the last line to a slow reader, though no further line comes', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pipe-'));
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const filled = fill(fd);
    const lines = new GatheredLines(sinkOf(fd));
    lines.write('one that waits for the reader\n');
    lines.flush();
    lines.write('the last line\n');
    lines.flush();
    const out = path.join(folder, 'out');
    const reader = spawn('sh', ['-c', `exec cat "${pipe}" > "${out}"`]);
    const read = () => existsSync(out) && readFileSync(out, 'latin1').slice(filled);
    await until(
      'the last line is read',
      () => read() === 'one that waits for the reader\nthe last line\n',
      3000,
    );
    reader.kill();
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it('waits where nothing may be lost until a full pipe has taken it', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pipe-'));
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const filled = fill(fd);
    const lines = new GatheredLines(sinkOf(fd));
    const last = 'the reason of the end\n';
    const [out, size] = [path.join(folder, 'out'), filled + last.length];
    spawn('sh', ['-c', `sleep 0.3; head -c ${size} "${pipe}" > "${out}"`]);
    lines.write(last);
    lines.flushSync();
    // As at the end of a process, no turn of the event loop comes after it.
    execFileSync('sleep', ['0.5']);
    expect(readFileSync(out, 'latin1').slice(filled)).toBe(last);
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
});
