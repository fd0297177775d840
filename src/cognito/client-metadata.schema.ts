import { z } from 'zod';

const MAX_BYTES = 2048;
const MAX_MEMBERS = 100;

/** Counted before each member is looked at. */
const isShort = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length <= MAX_MEMBERS;

/** A lone surrogate has no UTF-8 encoding: a trigger would receive a different string. */
const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

/**
 * Values for the pool's Lambda triggers (`ClientMetadata`): a flat object of strings. Cognito does not keep, check or
 * encrypt them.
 */
export const clientMetadata = z
  .unknown()
  .refine(isShort, { error: `must have at most ${MAX_MEMBERS} members`, abort: true })
  .pipe(
    z.record(
      z.string().refine(isWellFormed, 'must be text'),
      z.string('must be text').refine(isWellFormed, 'must be text'),
    ),
  )
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_BYTES, 'must be at most 2 KB as JSON')
  .optional()
  .meta({
    description: "Passed to the pool's Lambda triggers; at most 2 KB as JSON",
    example: { locale: 'en-GB' },
  });
