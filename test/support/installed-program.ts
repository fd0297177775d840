import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The path of the first of these programs that is installed; undefined if `PATH` has none of them. */
export const findOnPath = (...names: readonly string[]): string | undefined =>
  names.map(onPath).find((found) => found !== undefined);

function onPath(name: string): string | undefined {
  const candidates = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A program that tests start, and where to look for it. */
interface Program {
  /** With its article: `a Chromium`. */
  readonly name: string;
  readonly path: string | undefined;
  /** The searched places, for the title of skipped tests. */
  readonly missing: string;
}

/** `describe`, visibly skipped without the program, which CI must have. */
export function describeWithProgram(program: Program, title: string, tests: () => void): void {
  if (program.path !== undefined) describe(title, tests);
  else if (process.env.CI === 'true')
    describe(title, () => it(`has ${program.name} to run with`, () => expect(program.path).toBeDefined()));
  else describe.skip(`${title} (skipped: ${program.missing})`, tests);
}
