import { readFileSync } from 'node:fs';

/** If the script was called with `--help`, prints the comment at its head and exits. */
export function answerHelp(scriptUrl) {
  if (!process.argv.includes('--help')) return;
  const [, comment = ''] = /^\/\*\*\n([\s\S]*?)\n \*\//m.exec(readFileSync(new URL(scriptUrl), 'utf8')) ?? [];
  process.stdout.write(`${comment.replaceAll(/^ \* ?/gm, '')}\n`);
  process.exit(0);
}
