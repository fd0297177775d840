import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { lintRules, type ServiceFacts } from './rules.lint';
import { readRules, RulesError, type RulesFile } from './rules.reader';

/** The rules file of the project. */
export const RULES_FILE = 'trigger/rules.yaml';

/**
 * Reads and checks a rules file.
 *
 * @throws RulesError with every problem, one `file:line: message` each
 */
export function checkedRules(path: string, service: ServiceFacts): RulesFile {
  const file = readRules(readFileSync(path, 'utf8'), relative(process.cwd(), path));
  const problems = lintRules(file, service);
  if (problems.length > 0) throw new RulesError(problems);
  return file;
}
