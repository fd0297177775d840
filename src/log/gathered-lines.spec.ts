import { GatheredLines } from './gathered-lines';

function setUp() {
  const written: string[] = [];
  const sink = { write: (text: string) => written.push(text), flushSync: () => written.push('synced') };
  return { lines: new GatheredLines(sink), written };
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
    expect(written).toEqual(['a\nb\nc\n', 'd\n']);
  });

  it('holds no more than 16 KiB', () => {
    const { lines, written } = setUp();
    const line = `${'x'.repeat(1023)}\n`;
    for (let count = 0; count < 15; count += 1) lines.write(line);
    expect(written).toEqual([]);
    lines.write(line);
    expect(written).toEqual([line.repeat(16)]);
    lines.write('x'.repeat(20_000));
    expect(written).toHaveLength(2);
  });

  it('writes all of it at once where nothing may be lost', () => {
    const { lines, written } = setUp();
    lines.write('a\n');
    lines.flushSync();
    expect(written).toEqual(['a\n', 'synced']);
  });
});
