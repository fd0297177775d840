import type { Cedar, Decision, Question } from './cedar.types';
import type { PolicyFiles } from './policy.files';
import { checkPolicies, type CheckedPolicy } from './policy.set';
import { SchemaShapes } from './schema.shapes';

const SCHEMA_NAME = 'lifeguard';

/** Decides in this process. Schema and policies are parsed once; each action has its own policy set. */
export class CedarEngine {
  readonly shapes: SchemaShapes;
  readonly #policies: readonly CheckedPolicy[];
  readonly #prepared = new Map<string, string>();

  /**
   * @throws PermitError with every error in the files, one `file:line: message` each
   */
  constructor(
    private readonly cedar: Cedar,
    files: PolicyFiles,
  ) {
    this.#policies = checkPolicies(cedar, files);
    this.shapes = new SchemaShapes(cedar, files.schema.text);
    cedar.preparseSchema(SCHEMA_NAME, files.schema.text);
  }

  /**
   * Prepares the policies that apply to an action. The cost of a decision grows with the number of policies
   * in the set, so the others are omitted.
   */
  prepare(action: string): void {
    if (this.#prepared.has(action)) return;
    const names = this.shapes.withGroups(action);
    const set = this.#policies.filter(
      ({ actions }) => actions === undefined || actions.some((name) => names.has(name)),
    );
    const id = `lifeguard:${action}`;
    this.cedar.preparsePolicySet(id, {
      staticPolicies: Object.fromEntries(set.map(({ id: name, text }) => [name, text])),
    });
    this.#prepared.set(action, id);
  }

  /** Decides. Never throws: a request that cannot be decided is refused, with the reason among the errors. */
  decide({ principal, action, resource, context, entities }: Question): Decision {
    const answer = this.cedar.statefulIsAuthorized({
      principal,
      action,
      resource,
      context: context as Record<string, never>,
      entities: entities as never,
      preparsedSchemaName: SCHEMA_NAME,
      validateRequest: true,
      preparsedPolicySetId: this.#prepared.get(action.id) ?? '',
    });
    if (answer.type === 'failure') {
      return { allowed: false, reasons: [], errors: answer.errors.map(({ message }) => message) };
    }
    const { decision, diagnostics } = answer.response;
    // Cedar skips a policy whose evaluation fails, even a `forbid`. So any error is a refusal here.
    const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
    return { allowed: decision === 'allow' && errors.length === 0, reasons: diagnostics.reason, errors };
  }
}
