import type { Schema, Schemas } from './openapi.types';

/** An example of a schema, built from the examples of its parts. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if ('$ref' in schema) {
    const named = schemas[schema.$ref.replace('#/components/schemas/', '')];
    return named && exampleOf(named, schemas);
  }
  const { example, anyOf, type, items, properties = {} } = schema;
  if (example !== undefined) return example as unknown;
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0] as unknown;
  if (anyOf?.[0]) return exampleOf(anyOf[0], schemas);
  if (type === 'array' && items) return [exampleOf(items, schemas)];
  if (type === 'string') return '…';
  if (type !== 'object') return undefined;
  const parts = Object.entries(properties).map(([name, part]) => [name, exampleOf(part, schemas)] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}
