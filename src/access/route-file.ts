import type { PortablePolicy, PortableRequirement } from 'lifeguard-auth';
import { z } from 'zod';
import type { RouteFile } from './portable-routes';

/** A file that `npm run routes -- --json` did not write. */
class RouteFileError extends Error {}

const texts = z.array(z.string());
const value = z.union([z.string(), z.number(), z.boolean()]);
const predicate = z.strictObject({ handler: z.string(), position: z.number(), source: z.string() });

const requirement: z.ZodType<PortableRequirement> = z.lazy(() =>
  z.union([
    z.strictObject({ values: z.array(value) }),
    z.strictObject({ equals: z.json() }),
    z.strictObject({ contains: z.array(value) }),
    z.strictObject({ at: texts, is: requirement }),
    z.strictObject({ predicate }),
  ]),
);

/** An unknown kind is refused, because it could not be compared. */
const policy: z.ZodType<PortablePolicy> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['group', 'scope']), names: texts }),
    z.strictObject({ kind: z.literal('claim'), name: z.string(), requirement }),
    z.strictObject({ kind: z.literal('owner'), param: z.string(), by: z.enum(['sub', 'username']) }),
    z.strictObject({ kind: z.literal('machine') }),
    z.strictObject({ kind: z.literal('pool'), name: z.string() }),
    z.strictObject({ kind: z.literal('maxAge'), seconds: z.number() }),
    z.strictObject({ kind: z.literal('acr'), values: texts }),
    z.strictObject({ kind: z.enum(['anyOf', 'allOf']), policies: z.array(policy) }),
    z.strictObject({ kind: z.literal('not'), policy }),
  ]),
);

const file: z.ZodType<RouteFile> = z.strictObject({
  version: z.literal(1),
  routes: z.array(
    z.strictObject({
      method: z.string(),
      path: z.string(),
      access: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('public') }),
        z.strictObject({ kind: z.literal('token'), policy: policy.optional(), besides: texts.optional() }),
      ]),
    }),
  ),
});

/** @throws RouteFileError naming the file and the first place that is wrong */
export function parseRouteFile(text: string, name: string): RouteFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RouteFileError(`${name} is not JSON`);
  }
  const read = file.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new RouteFileError(
    `${name} is not what \`npm run routes -- --json\` writes: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
