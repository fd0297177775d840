import { parseArgs } from 'node:util';
import { buildTrigger } from './build';
import { checkedRules, RULES_FILE } from './checked.rules';
import { decidingAttributes } from './rules.lint';
import { RulesError } from './rules.reader';
import { serviceFacts } from './service.facts';

const HELP = `npm run trigger:build -- [--rules ${RULES_FILE}] [--out dist-trigger] [--check]

Checks the rules of the pre token generation trigger and builds the function: index.mjs, one file without
dependencies, and trigger.zip for Lambda. With --check nothing is built.
Prints the attributes that no app client may write, because the content of tokens depends on them.
Exit status 1: a rule is invalid; each problem is one line with file and line number.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rules: { type: 'string', default: RULES_FILE },
      out: { type: 'string', default: 'dist-trigger' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const { rules } = checkedRules(values.rules, await serviceFacts());
  const attributes = decidingAttributes(rules);
  if (!values.check) {
    const { module, zip } = await buildTrigger(rules, values.out);
    console.log(`${module}\n${zip}`);
  }
  console.log(`${rules.length} rules are valid.`);
  if (attributes.length > 0) {
    console.log(
      `The content of tokens depends on these attributes; no app client may write them: ${attributes.join(', ')}`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof RulesError ? error.message : error);
  process.exitCode = 1;
});
