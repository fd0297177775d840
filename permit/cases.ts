import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { decide, POOL_ID, resourceOf } from './decide';
import { principalOf } from './subject';

const names = z.array(z.string());

const testCase = z.strictObject({
  name: z.string(),
  as: z.strictObject({
    user: z.string().optional(),
    machine: z.boolean().optional(),
    groups: names.optional(),
    scopes: names.optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
  }),
  action: z.string(),
  resource: z.string(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  expect: z.enum(['allow', 'deny']),
  /** Ids of the policies that must have decided. */
  because: names.optional(),
});

const caseFile = z.strictObject({ cases: z.array(testCase).min(1) });

interface CaseResult {
  readonly place: string;
  readonly name: string;
  /** The difference from the expectation; undefined if there is none. */
  readonly failure: string | undefined;
}

/** A file of cases that cannot be read. */
export class CaseError extends Error {}

/** Runs the cases of a file against the policies. */
export async function runCases(file: string): Promise<CaseResult[]> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax) throw new CaseError(`${file}:${lines.linePos(syntax.pos[0]).line}: ${syntax.message}`);
  const parsed = caseFile.safeParse(document.toJS());
  if (!parsed.success) throw new CaseError(`${file}: ${z.prettifyError(parsed.error)}`);
  return Promise.all(
    parsed.data.cases.map(async (each, index) => {
      const node = document.getIn(['cases', index], true);
      const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
      const place = `${file}:${lines.linePos(offset).line}`;
      return { place, name: each.name, failure: await failureOf(each) };
    }),
  );
}

async function failureOf(each: z.output<typeof testCase>): Promise<string | undefined> {
  const caller = await principalOf(each.as, POOL_ID);
  const decision = decide(caller, each.action, resourceOf(each.resource), each.attributes);
  const decided = decision.allowed ? 'allow' : 'deny';
  if (decision.errors.length > 0) return `errors: ${decision.errors.join('; ')}`;
  if (decided !== each.expect)
    return `expected ${each.expect}, decided ${decided} because of ${because(decision.reasons)}`;
  const missing = each.because?.filter((id) => !decision.reasons.includes(id)) ?? [];
  return missing.length === 0
    ? undefined
    : `decided by ${because(decision.reasons)}, not by ${missing.join(', ')}`;
}

const because = (reasons: readonly string[]): string => reasons.join(', ') || 'no policy';
