import { z } from 'zod';

/** A value that a token can carry as a claim (a JSON value without `null`). */
export type ClaimConstant =
  string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

/** How the text of an attribute or of client metadata becomes a claim. Cognito passes only strings. */
export const VALUE_TYPES = ['string', 'number', 'boolean', 'list', 'json'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** The value of a claim in the rules file. */
export type ClaimValue =
  | ClaimConstant
  | { readonly value: ClaimConstant }
  | { readonly append: readonly ClaimConstant[] }
  | { readonly fromAttribute: string; readonly as?: ValueType; readonly default?: ClaimConstant }
  | { readonly fromClientMetadata: string; readonly as?: ValueType; readonly default?: ClaimConstant };

const constant: z.ZodType<ClaimConstant> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.array(constant),
    z.record(z.string(), constant, 'must be a string, a number, true, false, a list or an object'),
  ]),
);

const names = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], 'must be a name or a list of names')
  .transform((value) => [value].flat());

const source = { as: z.enum(VALUE_TYPES).optional(), default: constant.optional() };

/** The members that make an object a source of a value rather than a constant. */
const SOURCES = ['value', 'append', 'fromAttribute', 'fromClientMetadata'] as const;

const isSource = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && SOURCES.some((name) => Object.hasOwn(value, name));

const sourced = z.union([
  z.strictObject({ value: constant }),
  z.strictObject({ append: z.array(constant).min(1) }),
  z.strictObject({ fromAttribute: z.string().min(1), ...source }),
  z.strictObject({ fromClientMetadata: z.string().min(1), ...source }),
]);

const claimValue: z.ZodType<ClaimValue> = z.unknown().transform((value, context): ClaimValue => {
  const parsed = (isSource(value) ? sourced : constant).safeParse(value);
  if (parsed.success) return parsed.data;
  context.addIssue(
    isSource(value)
      ? 'must have exactly one of value, append, fromAttribute, fromClientMetadata (the last two with as and default)'
      : 'must be a string, a number, true, false, a list or an object',
  );
  return z.NEVER;
});

const claims = z.record(z.string().min(1), claimValue);

const when = z.strictObject({
  /** The user is in any of these groups. */
  groups: names.optional(),
  /** The app client is any of these. */
  client: names.optional(),
  /**
   * Every one of these attributes has the value, has one of the values, or (`{ present: … }`) is present or
   * absent.
   */
  attributes: z
    .record(z.string().min(1), z.union([names, z.strictObject({ present: z.boolean() })]))
    .optional(),
  /** `true`: only machines (client credentials); `false`: only people. */
  machine: z.boolean().optional(),
  /** The trigger sources, with or without the prefix `TokenGeneration_`. */
  sources: names.optional(),
});

const access = z.strictObject({
  claims: claims.optional(),
  suppress: names.optional(),
  addScopes: names.optional(),
  suppressScopes: names.optional(),
});

const id = z.strictObject({ claims: claims.optional(), suppress: names.optional() });

const rule = z.strictObject({
  name: z.string().optional(),
  when: when.optional(),
  access: access.optional(),
  id: id.optional(),
  /** A list replaces the groups; `add` and `remove` change them. */
  groups: z
    .union([z.array(z.string().min(1)), z.strictObject({ add: names.optional(), remove: names.optional() })])
    .optional(),
  /** Allows the rule to add users to `ADMIN_GROUP`. */
  allowAdminGroup: z.boolean().optional(),
});

/** The whole rules file. */
export const rulesFile = z.strictObject({ rules: z.array(rule) });

export type Rule = z.output<typeof rule>;
export type When = z.output<typeof when>;
