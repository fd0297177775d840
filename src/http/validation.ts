import { Injectable, StandardSchemaValidationPipe, type PipeTransform, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Problem } from '../problems/problem';
import { emptyBodyParameter } from './empty-body';
import { toFieldErrors, type Issue } from './field-errors';

/** Maximum number of fields that a response names. */
const MAX_ERRORS = 50;

/** Validates bodies, queries and parameters against the zod schemas in their decorators. */
class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      // Schemas in custom decorators are validated as well.
      validateCustomDecorators: true,
      exceptionFactory: (issues) =>
        new Problem('validation_failed', 'The request does not have the form that the route expects.', {
          errors: issues.flatMap((issue) => toFieldErrors(issue as Issue)).slice(0, MAX_ERRORS),
        }),
    });
  }

  // Nest would drop members such as `constructor` before zod could refuse them. zod refuses unknown
  // members, and the JSON parser has already refused members that replace a prototype.
  protected override stripProtoKeys(): void {}
}

const validation = new ValidationPipe();

/** Nest's metadata of a decorated parameter. */
interface Parameter {
  readonly index: number;
  readonly schema?: unknown;
  pipes: readonly (PipeTransform | Type<PipeTransform>)[];
}

/**
 * Binds validation to the parameters with a schema, and to the body of handlers that take none. A global
 * pipe would process every parameter, even `@Principal()`, with several promises for each request.
 */
@Injectable()
export class SchemaValidation {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** Call it before the application's `init()`, which registers the routes before any `onModuleInit` runs. */
  bind(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function') continue;
      for (const name of this.scanner.getAllMethodNames(metatype.prototype as object)) {
        const parameters = parametersOf(metatype, name);
        for (const parameter of Object.values(parameters)) bind(parameter);
      }
    }
  }
}

/** The parameters of a handler, plus one for the body if the handler takes none. */
function parametersOf(controller: { prototype: object }, name: string): Readonly<Record<string, Parameter>> {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    Parameter
  >;
  const handler = (controller.prototype as Record<string, unknown>)[name] as object;
  const empty = emptyBodyParameter(handler, declared);
  if (!empty) return declared;
  const { key, ...parameter } = empty;
  const parameters = { ...declared, [key]: { ...parameter, pipes: [] } };
  Reflect.defineMetadata(ROUTE_ARGS_METADATA, parameters, controller, name);
  return parameters;
}

/** Before the parameter's own pipes. A controller may be in several applications, and its handlers in several classes. */
function bind(parameter: Parameter): void {
  if (parameter.schema === undefined || parameter.pipes.includes(validation)) return;
  parameter.pipes = [validation, ...parameter.pipes];
}
