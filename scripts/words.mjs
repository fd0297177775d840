/**
 * Refuses words and turns of phrase that hide the meaning, in comments, test titles and documents:
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
  [/\bgo(?:es|ing)? on\b/i, 'continue, remain'],
  [/\blet(?:s|ting)? go of\b/i, 'drop, remove'],
  [/\bgives? way\b|\bgave way\b/i, 'is evicted, is replaced'],
  [/\bhangs? up\b|\bhung up\b/i, 'disconnect, close the connection'],
  [/\bfor ever\b/i, 'forever, without end'],
  [/\bas (?:it|they) came\b/i, 'as received, unchanged'],
  [/\btak(?:es?|ing) note of\b/i, 'record'],
  [/\bblam(?:es?|ed|ing)\b|\bto blame\b/i, 'name, report'],
  [/\bvouch(?:es|ed)?\b/i, 'guarantee, certify'],
  [/\bstrangers?\b/i, 'unknown user'],
  [/\bstands? beside\b/i, 'is combined with, is next to'],
  [/\bin the place of\b/i, 'instead of'],
  [/\btells? of\b/i, 'report, reveal'],
  [/\basked last\b/i, 'checked last'],
  [/\ball the same\b/i, 'still, too'],
  [/\bcomes? along\b/i, 'is sent with'],
  [/\bno second try\b/i, 'cannot be retried'],
  [/\bof th(?:e|is) moment\b/i, 'current'],
  [/\b(?:letter by letter|word by word)\b/i, 'exactly'],
  [/\bafresh\b/i, 'again'],
  [/\bby its looks\b/i, 'by its format'],
  [/\b(?:stop|fail|refuse)s? the start\b/i, 'prevent startup'],
  [/\bof a team\b|\ba team['’]s\b/i, 'your own'],
  [/\bthe own\b/i, 'your own, the caller’s'],
  [/\bsome \d/i, 'about'],
  [/\b(?:fault|line|one) a line\b/i, 'one per line'],
  [/\b(?:answered|treated) alike\b/i, 'the same for both'],
  [/\bby halves\b|\bin place of\b/i, 'partly; instead of'],
  [/\bno more\b(?=[.,:;)]|$)/i, 'only, nothing else, no longer'],
  [/(?:^|[.:;] |\/\*\* |\/\/ )So (?:many|long|much)\b/, 'the noun first: "Maximum number of …"'],
  [/(?:^|[.:;] |\/\*\* |\/\/ )As (?:many|long|much) as\b/, 'the noun first'],
  [
    /(?<!\bthere )\bis no (?!longer\b|more than\b|less than\b|such\b)\w+/i,
    '"is not a …", "has no …", "there is no …"',
  ],
  [/(?<!\bthere )\bare no (?!longer\b|more than\b|less than\b|such\b)\w+/i, '"are not …", "there are no …"'],
];

/** The code before the title of a test: `it(`, `describeWithRedis(`, or the `(` after a table of cases. */
const BEFORE_TITLE = /(?:\b(?:it|describe\w*)|\))\(\s*$/;

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
  const prose = file.endsWith('.md')
    ? text.replaceAll(/```[^]*?```/g, blank)
    : proseOf(text, /\.spec\.tsx?$/.test(file));
  return prose.split('\n').flatMap((content, index) =>
    REFUSED.flatMap(([pattern, instead]) => {
      const [match] = pattern.exec(content) ?? [];
      return match === undefined ? [] : [{ file, line: index + 1, text: match.trim(), instead }];
    }),
  );
}

/** The text with everything except comments, and titles in a spec, blanked out; line numbers stay the same. */
function proseOf(text, isSpec) {
  const parts = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  let prose = '';
  let at = 0;
  for (const { 0: part, index } of text.matchAll(parts)) {
    const isTitle = isSpec && BEFORE_TITLE.test(text.slice(Math.max(0, index - 60), index));
    prose += blank(text.slice(at, index)) + (part.startsWith('/') || isTitle ? part : blank(part));
    at = index + part.length;
  }
  return prose + blank(text.slice(at));
}

function blank(text) {
  return text.replaceAll(/[^\n]/g, ' ');
}
