import { readFileSync } from 'node:fs';

/** Prints the comment at the head of a script and ends the process, where the script was called with `--help`. */
export function answerHelp(scriptUrl) {
  if (!process.argv.includes('--help')) return;
  const [, comment = ''] = /^\/\*\*\n([\s\S]*?)\n \*\//m.exec(readFileSync(new URL(scriptUrl), 'utf8')) ?? [];
  process.stdout.write(`${comment.replaceAll(/^ \* ?/gm, '')}\n`);
  process.exit(0);
}
