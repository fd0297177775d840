import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { Problem, type FieldError } from './problem';

type Issue = Pick<z.core.$ZodIssue, 'message'> & {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly code?: unknown;
  readonly keys?: unknown;
};

/** So many fields are named; the rest of a body that is wrong throughout is not worth its answer. */
const MAXIMUM_ERRORS = 50;

/** Holds bodies, queries and parameters against the zod schemas that their decorators name. */
class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new Problem('validation_failed', 'The request does not have the form that the route expects.', {
          errors: issues.flatMap((issue) => toFieldErrors(issue as Issue)).slice(0, MAXIMUM_ERRORS),
        }),
    });
  }

  // Nest would drop members such as `constructor` before zod could refuse them; unknown members are refused here, and
  // the JSON parser has refused those that would replace a prototype.
  protected override stripProtoKeys(): void {}
}

export const validationPipe = (): StandardSchemaValidationPipe => new ValidationPipe();

// zod blames the object for a member that it does not know; the caller is told which member.
function toFieldErrors({ path = [], message, code, keys }: Issue): FieldError[] {
  const names = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  if (code !== 'unrecognized_keys' || !Array.isArray(keys)) return [{ path: names.join('.'), message }];
  return keys.map((key) => ({
    path: [...names, String(key)].join('.'),
    message: 'is not known here',
  }));
}
