import { PermitError } from '../permit.error';
import type { Cedar, CedarValue } from './cedar.types';

/** A type of the schema, in the JSON form of Cedar. */
interface SchemaType {
  readonly type?: string;
  readonly element?: SchemaType;
  readonly attributes?: Readonly<Record<string, SchemaType & { readonly required?: boolean }>>;
  readonly name?: string;
}

interface Namespace {
  readonly commonTypes?: Readonly<Record<string, SchemaType>>;
  readonly entityTypes: Readonly<Record<string, { readonly shape?: SchemaType }>>;
  readonly actions: Readonly<Record<string, SchemaAction>>;
}

interface SchemaAction {
  readonly appliesTo?: {
    readonly principalTypes: readonly string[];
    readonly resourceTypes: readonly string[];
    readonly context?: SchemaType;
  };
  readonly memberOf?: readonly { readonly id: string }[];
}

/**
 * The declarations of the schema. Only declared values are passed to Cedar, because an undeclared one makes
 * the request fail.
 */
export class SchemaShapes {
  readonly #namespace: Namespace;
  /** The namespace of the schema with `::` at its end, or nothing. */
  readonly prefix: string;

  /** @throws PermitError for a schema of several namespaces. */
  constructor(cedar: Cedar, text: string) {
    const answer = cedar.schemaToJsonWithResolvedTypes(text);
    if (answer.type === 'failure') throw new PermitError(answer.errors.map(({ message }) => message));
    const namespaces = Object.entries(answer.json as Readonly<Record<string, unknown>>);
    const [first, ...others] = namespaces;
    if (!first || others.length > 0) throw new PermitError(['the schema must have one namespace']);
    this.prefix = first[0] === '' ? '' : `${first[0]}::`;
    this.#namespace = first[1] as Namespace;
  }

  /** Whether the schema has the action, for resources of the type. */
  whyNot(action: string, resourceType: string): string | undefined {
    const found = this.#action(action);
    if (!found) return `the schema has no action ${action}`;
    const types = found.appliesTo?.resourceTypes ?? [];
    return types.includes(resourceType)
      ? undefined
      : `the action ${action} does not apply to ${resourceType}; it applies to ${types.join(', ') || 'nothing'}`;
  }

  /** The action and all its action groups. */
  withGroups(action: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (name: string): void => {
      if (found.has(name)) return;
      found.add(name);
      for (const { id } of this.#action(name)?.memberOf ?? []) visit(id);
    };
    visit(action);
    return found;
  }

  /** The context, reduced to the values that the action declares. */
  context(action: string, context: Readonly<Record<string, unknown>>): Record<string, CedarValue> {
    return this.#record(this.#action(action)?.appliesTo?.context, context);
  }

  /** The attributes, reduced to those that the entity type declares. */
  attributes(type: string, attributes: Readonly<Record<string, unknown>>): Record<string, CedarValue> {
    return this.#record(this.#namespace.entityTypes[type]?.shape, attributes);
  }

  /**
   * The declared attributes that have a value of another type. They must not be omitted silently: a
   * `forbid` that tests one with `has` would then not apply. Null does not count as a value.
   */
  mistyped(type: string, attributes: Readonly<Record<string, unknown>>): string[] {
    return this.#mistyped(this.#namespace.entityTypes[type]?.shape, attributes);
  }

  #mistyped(type: SchemaType | undefined, value: Readonly<Record<string, unknown>>): string[] {
    const declared = Object.entries(this.#resolve(type ?? {}).attributes ?? {});
    return declared.flatMap(([name, attribute]) => {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined || given === null) return [];
      if (this.#conform(attribute, given) === undefined) return [name];
      const inner = this.#resolve(attribute);
      if (inner.type !== 'Record' || !isRecord(given)) return [];
      return this.#mistyped(inner, given).map((each) => `${name}.${each}`);
    });
  }

  #action(name: string): SchemaAction | undefined {
    return Object.hasOwn(this.#namespace.actions, name) ? this.#namespace.actions[name] : undefined;
  }

  #record(
    type: SchemaType | undefined,
    value: Readonly<Record<string, unknown>>,
  ): Record<string, CedarValue> {
    const declared = Object.entries(this.#resolve(type ?? {}).attributes ?? {});
    return Object.fromEntries(
      declared.flatMap(([name, attribute]): [string, CedarValue][] => {
        const conforming = Object.hasOwn(value, name) ? this.#conform(attribute, value[name]) : undefined;
        return conforming === undefined ? [] : [[name, conforming]];
      }),
    );
  }

  /** The value in Cedar's form; undefined for a value of another type, for null and for fractions. */
  #conform(declared: SchemaType, value: unknown): CedarValue | undefined {
    const type = this.#resolve(declared);
    switch (type.type) {
      case 'String':
        return typeof value === 'string' ? value : undefined;
      case 'Long':
        return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
      case 'Boolean':
      case 'Bool':
        return typeof value === 'boolean' ? value : undefined;
      case 'Set':
        return this.#set(type.element ?? {}, value);
      case 'Record':
        return isRecord(value) ? this.#record(type, value) : undefined;
      case 'Entity':
        return isRecord(value) && '__entity' in value ? (value as CedarValue) : undefined;
      case 'Extension':
        return isRecord(value) && '__extn' in value ? (value as CedarValue) : undefined;
      default:
        return undefined;
    }
  }

  /**
   * A set with an element of another type is omitted entirely: a part of it could have a different meaning.
   */
  #set(element: SchemaType, value: unknown): CedarValue | undefined {
    if (!Array.isArray(value)) return undefined;
    const conforming = value.map((item) => this.#conform(element, item));
    return conforming.includes(undefined) ? undefined : (conforming as CedarValue[]);
  }

  /** Resolves a common type. Cedar refuses schemas with circular common types. */
  #resolve(type: SchemaType): SchemaType {
    const named = type.type === undefined ? undefined : this.#namespace.commonTypes?.[type.type];
    return named ? this.#resolve(named) : type;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
