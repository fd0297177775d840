/**
 * Keeps the names of classes that use their own name. esbuild writes `X = class _X {…}` for some of them, and log lines,
 * messages and `operationId`s contain `X.name`.
 */
import { readFile, writeFile } from 'node:fs/promises';

const RENAMED = /\b(?<name>\w+?)\d* = class _\k<name>\d*\b/g;
const HEAD = /\b(?<name>\w+?)\d* = class _\k<name>\d*(?: extends [\w$.]+)? \{/g;

export const classNames = {
  name: 'class names',
  setup({ initialOptions: { outfile }, onEnd }) {
    onEnd(async ({ errors }) => {
      if (errors.length > 0) return;
      const text = await readFile(outfile, 'utf8');
      const heads = text.match(HEAD)?.length ?? 0;
      if (heads !== (text.match(RENAMED)?.length ?? 0)) throw new Error('A renamed class has another form');
      await writeFile(
        outfile,
        text.replace(HEAD, '$& static { Object.defineProperty(this, "name", { value: "$<name>" }); }'),
      );
    });
  },
};
