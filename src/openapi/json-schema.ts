import { z } from 'zod';
import type { Schema, Schemas } from './openapi.types';

/** A schema as JSON Schema, and the named schemas that it refers to. */
export interface Converted {
  readonly schema: Schema;
  readonly components: Schemas;
}

/** Marks an optional request body until its operation is written. */
export const OPTIONAL = 'x-optional';

/**
 * A zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. Schemas with an `id` in their `meta` become
 * components of that name.
 *
 * @param io `input`: what the service accepts. `output`: what it sends.
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Converted {
  const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io });
  const text = JSON.stringify({ root, $defs }).replaceAll('#/$defs/', '#/components/schemas/');
  const converted = JSON.parse(text) as { root: Schema; $defs: Schemas };
  const optional = io === 'input' && schema.safeParse(undefined).success;
  return {
    schema: { ...converted.root, ...(optional && { [OPTIONAL]: true }) },
    components: converted.$defs,
  };
}

/** The converter that `@nestjs/swagger` calls for parameters and bodies; other schema libraries are left to it. */
export const convertSchema = (
  schema: unknown,
  { schemaType }: { readonly schemaType: 'input' | 'output' },
): Converted | undefined => (schema instanceof z.ZodType ? toJsonSchema(schema, schemaType) : undefined);
