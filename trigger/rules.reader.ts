import { isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { rulesFile, type Rule } from './rules.schema';

/** A place in the rules file. */
export type PathInFile = readonly (string | number)[];

export interface RulesFile {
  readonly rules: readonly Rule[];
  /** `file:line` of a member of the file. */
  readonly place: (path: PathInFile) => string;
}

/** The faults of a rules file, one `file:line: message` each. */
export class RulesError extends Error {
  override readonly name = 'RulesError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads a rules file.
 *
 * @param text YAML
 * @param file its name, for the messages
 * @throws RulesError for YAML that cannot be parsed, unknown members, and values of the wrong form
 */
export function readRules(text: string, file: string): RulesFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new RulesError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${firstLine(message)}`));
  }
  const place = (path: PathInFile): string => at(offsetOf(document, path));
  const parsed = rulesFile.safeParse(document.toJS({ maxAliasCount: 0 }) as unknown);
  if (parsed.success) return { rules: parsed.data.rules, place };
  throw new RulesError(
    parsed.error.issues.flatMap((issue) => {
      const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
      if (issue.code !== 'unrecognized_keys') return [`${place(path)}: ${dotted(path)} ${issue.message}`];
      return issue.keys.map((key) => `${place([...path, key])}: unknown member ${dotted([...path, key])}`);
    }),
  );
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

export const dotted = (path: PathInFile): string => path.join('.') || 'the file';

/** Where a member starts: the line of its key, or of the nearest part of the path that exists. */
function offsetOf(document: Document, path: PathInFile): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const found = keyOffset(parent, path[length - 1]);
    if (found !== undefined) return found;
  }
  return 0;
}

function keyOffset(parent: unknown, key: string | number | undefined): number | undefined {
  const items = (parent as { items?: readonly unknown[] } | undefined)?.items ?? [];
  for (const [index, item] of items.entries()) {
    if (isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
      return item.key.range?.[0];
    if (index === key && isNode(item)) return item.range?.[0];
  }
  return undefined;
}
