import { z } from 'zod';

interface Media {
  readonly schema?: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly maxProperties?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly example?: unknown;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
}

export interface ResponseObject {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema & { readonly example?: unknown };
}

interface OperationObject {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-policy'?: string;
}

/** One operation of the document with its address. */
export interface Operation extends OperationObject {
  /** `GET /users/{username}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

/** The OpenAPI document as served, with queries on it. */
export class ServedDocument {
  readonly operations: readonly Operation[];

  private constructor(
    readonly text: string,
    readonly raw: {
      readonly openapi: string;
      readonly info: Readonly<Record<string, unknown>>;
      readonly servers: readonly { readonly url: string }[];
      readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
      readonly components: {
        readonly schemas: Readonly<Record<string, JsonSchema>>;
        readonly securitySchemes: Readonly<Record<string, unknown>>;
      };
    },
  ) {
    this.operations = Object.entries(raw.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, operation]) => {
        const method = verb.toUpperCase();
        return { ...operation, method, path, name: `${method} ${path}` };
      }),
    );
  }

  static async from(url: string): Promise<ServedDocument> {
    const text = await (await fetch(`${url}/openapi.json`)).text();
    return new ServedDocument(text, JSON.parse(text) as ServedDocument['raw']);
  }

  operation(name: string): Operation {
    const found = this.operations.find((operation) => operation.name === name);
    if (!found) throw new Error(`The document has no ${name}`);
    return found;
  }

  /** A zod schema that validates a JSON schema with its references. */
  validator(schema: JsonSchema): z.ZodType {
    const text = JSON.stringify({ ...schema, $defs: this.raw.components.schemas });
    return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
  }

  /** Resolves a reference. */
  resolve(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.replace('#/components/schemas/', '');
    if (name === undefined) return schema;
    const named = this.raw.components.schemas[name];
    if (!named) throw new Error(`The document has no schema ${name}`);
    return named;
  }

  /** The codes of problems that the operation names, for one status or for all. */
  codes({ responses }: Operation, status?: number): string[] {
    const found = Object.entries(responses).filter(([key]) =>
      status === undefined ? Number(key) >= 400 : Number(key) === status,
    );
    return found.flatMap(([, response]) =>
      Object.keys(response.content?.['application/problem+json']?.examples ?? {}),
    );
  }
}

/** The bodies of an operation's successes, with their status. */
export function successes({ responses }: Operation): [number, ResponseObject][] {
  return Object.entries(responses)
    .map(([status, response]): [number, ResponseObject] => [Number(status), response])
    .filter(([status]) => status < 400);
}

/** The address of the operation with the examples of its path parameters. */
export function addressOf({ path, parameters = [] }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema
      ?.example;
    return encodeURIComponent(typeof example === 'string' ? example : '');
  });
}
