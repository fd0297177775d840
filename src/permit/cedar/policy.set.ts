import { PermitError } from '../permit.error';
import type { Cedar } from './cedar.types';
import { placeOf, type PolicyFile, type PolicyFiles } from './policy.files';

type PolicyJson = Extract<ReturnType<Cedar['policyToJson']>, { type: 'success' }>['json'];
type DetailedError = Extract<ReturnType<Cedar['checkParseSchema']>, { type: 'failure' }>['errors'][number];

/** One policy, checked. */
export interface CheckedPolicy {
  /** `@id("…")` of the policy, else its file and line. */
  readonly id: string;
  readonly text: string;
  /** The actions in its scope; undefined if it applies to every action. */
  readonly actions: readonly string[] | undefined;
}

/**
 * The policies of the files, checked against the schema.
 *
 * @throws PermitError with every problem, one `file:line: message` each
 */
export function checkPolicies(cedar: Cedar, { schema, policies }: PolicyFiles): CheckedPolicy[] {
  const wrongSchema = cedar.checkParseSchema(schema.text);
  if (wrongSchema.type === 'failure') throw new PermitError(wrongSchema.errors.map(at(schema)));
  const problems: string[] = [];
  const checked = policies.flatMap((file) => {
    const parts = cedar.policySetTextToParts(file.text);
    if (parts.type === 'failure') {
      problems.push(...parts.errors.map(at(file)));
      return [];
    }
    if (parts.policy_templates.length > 0) problems.push(`${file.name}:1: templates are not supported`);
    problems.push(...validate(cedar, schema, file));
    return parts.policies.map((text) => describePolicy(cedar, file, text));
  });
  const twice = checked.find(({ id }, index) => checked.findIndex((other) => other.id === id) < index);
  if (twice) problems.push(`${twice.id}: two policies have this id`);
  if (problems.length > 0) throw new PermitError(problems);
  return checked;
}

// The result is always "success": only the list of errors matters.
function validate(cedar: Cedar, schema: PolicyFile, file: PolicyFile): string[] {
  const answer = cedar.validate({
    schema: schema.text,
    policies: { staticPolicies: file.text },
    validationSettings: { mode: 'strict' },
  });
  const errors =
    answer.type === 'failure' ? answer.errors : answer.validationErrors.map(({ error }) => error);
  return errors.map(at(file));
}

const at =
  (file: PolicyFile) =>
  ({ message, help, sourceLocations }: DetailedError): string => {
    const label = sourceLocations?.[0]?.label;
    const more = [label, help].filter(Boolean).join('; ');
    return `${placeOf(file, sourceLocations?.[0]?.start ?? 0)}: ${message}${more ? ` (${more})` : ''}`;
  };

function describePolicy(cedar: Cedar, file: PolicyFile, text: string): CheckedPolicy {
  const answer = cedar.policyToJson(text);
  if (answer.type === 'failure') throw new PermitError(answer.errors.map(at(file)));
  const offset = Buffer.byteLength(file.text.slice(0, Math.max(0, file.text.indexOf(text))));
  return {
    id: answer.json.annotations?.['id'] ?? placeOf(file, offset),
    text,
    actions: actionsOf(answer.json.action),
  };
}

function actionsOf(constraint: PolicyJson['action']): string[] | undefined {
  if (constraint.op === 'All') return undefined;
  const entities =
    'entities' in constraint ? constraint.entities : 'entity' in constraint ? [constraint.entity] : [];
  return entities.map((entity) => ('__entity' in entity ? entity['__entity'].id : entity.id));
}
