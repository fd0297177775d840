import { z } from 'zod';

/**
 * Text of `minimum` to `maximum` characters, counted by code point as Cognito and JSON Schema do. A lone
 * surrogate is refused: it has no UTF-8 encoding, and its replacement could name another user. The pattern
 * is not documented, because OpenAPI tools compile patterns without the `u` flag.
 */
export const text = (minimum: number, maximum: number) =>
  z
    .string('must be text')
    .regex(
      new RegExp(`^\\P{Cs}{${minimum},${maximum}}$`, 'u'),
      `must have ${minimum} to ${maximum} characters`,
    )
    .meta({ minLength: minimum, maxLength: maximum, pattern: undefined });

/**
 * A name as Cognito's API defines it for groups and attributes: letters, marks, symbols, numbers and
 * punctuation. The documented pattern works without the `u` flag and admits some format and private-use
 * characters that this schema refuses.
 */
export const name = (maximum: number, message: string) =>
  z
    .string('must be text')
    .regex(new RegExp(`^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,${maximum}}$`, 'u'), message)
    .meta({ minLength: 1, maxLength: maximum, pattern: '^[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$' });

/**
 * Refuses `.` and `..` as a new name: URL parsers remove such segments from a path (RFC 3986 section
 * 5.2.4), so requests for that resource would reach another one.
 */
export const pathSegment = <Schema extends z.ZodType<string>>(schema: Schema): Schema =>
  schema.refine((value) => value !== '.' && value !== '..', 'must not be "." or ".."');

/** Neither trimmed nor case-folded: Cognito compares usernames, and a password may begin with a space. */
export const username = text(1, 128).meta({
  description: 'The username, or an alias of it',
  example: 'alice',
});
/** The username of a new user. */
export const newUsername = pathSegment(username).meta({
  description: 'An e-mail address or phone number if the pool uses these to sign in; not `.` or `..`',
  example: 'alice',
});
export const password = text(1, 256).meta({ example: 'Correct-Horse-9' });
export const code = text(1, 2048).meta({ description: 'The code that Cognito sent', example: '123456' });

/** Refresh tokens are opaque; 16 KB is more than any header could carry. */
export const refreshToken = text(1, 16_384).meta({
  description: 'The refresh token of a sign-in',
  example: 'eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0.example.refresh.token.x',
});

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AttributeType.html */
export const attributeName = name(32, 'must be the name of an attribute');
export const attributeValue = text(0, 2048);

/** Attributes by name. */
export const attributeRecord = <Value extends z.ZodType>(value: Value) =>
  z.record(attributeName, value, {
    error: (issue) => (issue.code === 'invalid_key' ? 'is not the name of an attribute' : undefined),
  });
