import { z } from 'zod';
import { text, username } from '../cognito/fields';
import { groupName } from '../cognito/names.schema';

const MAX_NAMES = 200;
const name = text(1, 512);

/** Claims that a request gives as separate members. */
const OWN_MEMBERS = ['sub', 'username', 'client_id', 'cognito:groups', 'scope'];

const claims = z
  .record(z.string(), z.unknown())
  .superRefine((given, context) => {
    for (const member of OWN_MEMBERS.filter((each) => Object.hasOwn(given, each))) {
      context.addIssue({
        code: 'custom',
        path: [member],
        message: 'is a separate member, not one of `claims`',
      });
    }
  })
  .meta({ description: 'Further claims of the token', example: { tenant: 'north' } });

const described = {
  sub: name.optional(),
  clientId: name.optional(),
  groups: z
    .array(groupName)
    .max(MAX_NAMES)
    .optional()
    .meta({ description: 'Ignored for a machine, which has none', example: ['support'] }),
  scopes: z.array(name).max(MAX_NAMES).optional(),
  claims: claims.optional(),
};

/**
 * A user of the pool (`username` alone) or, with `kind`, a described caller. Omitted members are absent, except `sub`
 * and `username`, which are unknown.
 */
const caller = z
  .strictObject({
    kind: z
      .enum(['user', 'client'])
      .optional()
      .meta({ description: 'A person, or a machine (client credentials); absent for a user of the pool' }),
    username: username.optional().meta({
      description: 'Without `kind`: a user of the pool, by username, alias or `sub`. A machine has none',
      example: 'alice',
    }),
    ...described,
  })
  .superRefine((given, context) => {
    if (given.kind !== undefined) return;
    if (given.username === undefined)
      context.addIssue({ code: 'custom', path: ['username'], message: 'is required without `kind`' });
    for (const member of Object.keys(described).filter((each) => Object.hasOwn(given, each)))
      context.addIssue({ code: 'custom', path: [member], message: 'requires `kind`' });
  })
  .meta({ id: 'ExplainedCaller', example: { username: 'alice' } });
export type ExplainedCaller = z.output<typeof caller>;
export type DescribedCaller = ExplainedCaller & { readonly kind: 'user' | 'client' };

/** The body of `POST /access/explain`. It contains no token. */
export const explainBody = z.strictObject({
  as: caller,
  method: z
    .string()
    .regex(/^[A-Za-z]{1,20}$/, 'must be an HTTP method')
    .transform((method) => method.toUpperCase())
    .meta({ example: 'PATCH' }),
  path: z
    .string()
    .max(4096)
    .regex(/^\//, 'must begin with /')
    .meta({ description: 'Path of a request, with percent-encoded parameters', example: '/users/bob' }),
});
export type ExplainBody = z.output<typeof explainBody>;

interface Node {
  readonly text: string;
  readonly holds: boolean | 'unknown';
  readonly children?: readonly Node[] | undefined;
}

const explanation: z.ZodType<Node> = z
  .object({
    text: z.string().meta({ description: 'What is required; `all of`, `any of` or `not` with children' }),
    holds: z.union([z.boolean(), z.literal('unknown')]),
    get children() {
      return z.array(explanation).optional();
    },
  })
  .meta({
    id: 'Explanation',
    description: 'A requirement and whether the caller meets it',
    example: {
      text: 'any of',
      holds: 'unknown',
      children: [
        { text: 'group `support`', holds: false },
        { text: 'scope `orders/read` (the scopes of the token are not known)', holds: 'unknown' },
      ],
    },
  });

/** The answer to `POST /access/explain`. */
export const explained = z
  .object({
    route: z.string().meta({ example: 'PATCH /users/{username}' }),
    allowed: z.union([z.boolean(), z.enum(['depends', 'unknown'])]).meta({
      description:
        '`depends`: the policy admits the caller, but a further decision, named in `because`, is required; ' +
        '`unknown`: it depends on facts about the caller that are not known',
      example: 'unknown',
    }),
    because: explanation,
    notes: z.array(z.string()).meta({ description: 'Assumptions, and what is not known' }),
  })
  .meta({ id: 'AccessExplanation' });
export type Explained = z.output<typeof explained>;

const needs = z.record(z.string(), z.unknown()).meta({
  description:
    'What would be enough: `{ groups }`, `{ scopes }`, `{ acr }` (any of the names), `{ claims }` (by name, any of the ' +
    'values), `{ maxAge }` (seconds since the sign-in), `{ anyOf }` or `{ allOf }` of these',
  example: { groups: ['admin'] },
});

/** The answer to `GET /whoami/routes`. */
export const ownRoutes = z
  .object({
    items: z.array(
      z.object({
        method: z.string().meta({ example: 'GET' }),
        path: z.string().meta({ example: '/users/{username}' }),
        allowed: z.union([z.boolean(), z.literal('depends')]).meta({
          description:
            '`depends`: on a parameter that names the owner, or on a decision in addition to the policy',
          example: false,
        }),
        needs: needs.optional(),
      }),
    ),
  })
  .meta({ id: 'OwnRoutes' });
export type OwnRoutes = z.output<typeof ownRoutes>;
