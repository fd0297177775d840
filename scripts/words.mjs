/**
 * Refuses words and turns of phrase that hide the meaning, in the comments of the sources and in documents:
 * `node scripts/words.mjs [file...]`, all tracked files by default. Prints each place and exits with status 1.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { answerHelp } from './help.mjs';

answerHelp(import.meta.url);

/** What to write instead, by the expression that is refused. */
const REFUSED = [
  [/\banew\b/i, 'again'],
  [/\bdearest\b/i, 'most expensive'],
  [/\bwho(?:so)?ever\b/i, 'anyone who, the caller, the client'],
  [/\bbe had\b/i, 'be obtained, be reached'],
  [/\b(?:code|fault|one|path|tokens?) of ours\b/i, 'our, or name the owner'],
  [/\bnone of ours\b/i, 'invalid'],
  [/\bled astray\b/i, 'misled'],
  [/\bin earnest\b/i, 'in production'],
  [/\bin good order\b/i, 'gracefully'],
  [/\bbesides\b/i, 'also, in addition'],
  [/\bcomes? of\b/i, 'results from'],
  [/\bas it were\b/i, ''],
  [/\bhitherto\b|\bthereof\b|\bwhereof\b|\bwherein\b|\bthereby\b|\bwhence\b|\bthence\b/i, 'a current word'],
  [/\bmoment ago\b/i, 'just now, earlier'],
  [/\bset up wrongly\b/i, 'misconfigured'],
  [/\bhand(?:s|ed|ing)? out\b/i, 'return, issue'],
  [/\bpass(?:es|ed)? over\b/i, 'ignore'],
  [/\bwould do\b(?=[.,:;)]|$)/i, 'would be enough'],
  [/\bwithout a word\b/i, 'silently'],
  [/\bin a circle\b/i, 'circular'],
  [/\bturns? red\b/i, 'fails'],
  [/\bserves? on\b/i, 'keeps serving'],
  [/\bunawares\b|\bas ever\b|\bhas it that\b/i, 'a current expression'],
  [/\bof now\b/i, 'current'],
  [/\basked last\b/i, 'checked last'],
  [/\ball the same\b/i, 'still, too'],
  [/\bcomes? along\b/i, 'is sent with'],
  [/\bno second try\b/i, 'cannot be retried'],
  [/\bof th(?:e|is) moment\b/i, 'current'],
  [/\b(?:letter by letter|word by word)\b/i, 'exactly'],
  [/\bafresh\b/i, 'again'],
  [/\bby its looks\b/i, 'by its format'],
  [/(?:^|[.:;] |\/\*\* |\/\/ )So (?:many|long|much)\b/, 'the noun first: "Maximum number of …"'],
  [/(?:^|[.:;] |\/\*\* |\/\/ )As (?:many|long|much) as\b/, 'the noun first'],
  [
    /(?<!\bthere )\bis no (?!longer\b|more than\b|less than\b|such\b)\w+/i,
    '"is not a …", "has no …", "there is no …"',
  ],
  [/(?<!\bthere )\bare no (?!longer\b|more than\b|less than\b|such\b)\w+/i, '"are not …", "there are no …"'],
];

const files = process.argv.slice(2);
const names = files.length > 0 ? files : trackedFiles();
const findings = names.flatMap((file) => findingsIn(file, readFileSync(file, 'utf8')));
for (const { file, line, text, instead } of findings) {
  process.stdout.write(`${file}:${line}: "${text}"${instead === '' ? '' : `; write: ${instead}`}\n`);
}
process.stdout.write(`${names.length} files, ${findings.length} expressions to rewrite\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

function trackedFiles() {
  const list = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.js', '*.mjs', '*.md'], {
    encoding: 'utf8',
  });
  // A changelog keeps the words of its time, and this file names what it refuses.
  return list
    .split('\n')
    .filter((file) => file !== '' && file !== 'CHANGELOG.md' && file !== 'scripts/words.mjs');
}

function findingsIn(file, text) {
  const prose = file.endsWith('.md') ? text.replaceAll(/```[^]*?```/g, blank) : commentsOf(text);
  return prose.split('\n').flatMap((content, index) =>
    REFUSED.flatMap(([pattern, instead]) => {
      const [match] = pattern.exec(content) ?? [];
      return match === undefined ? [] : [{ file, line: index + 1, text: match.trim(), instead }];
    }),
  );
}

/** The text with all but its comments blanked out; lines stay where they are. Strings and templates are no comments. */
function commentsOf(text) {
  const parts = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  let prose = '';
  let at = 0;
  for (const { 0: part, index } of text.matchAll(parts)) {
    prose += blank(text.slice(at, index)) + (part.startsWith('/') ? part : blank(part));
    at = index + part.length;
  }
  return prose + blank(text.slice(at));
}

function blank(text) {
  return text.replaceAll(/[^\n]/g, ' ');
}
