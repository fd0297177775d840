import { z } from 'zod';

/**
 * Text of `minimum` to `maximum` characters, counted by code point as Cognito and JSON Schema do. Half a surrogate
 * pair is refused: it has no UTF-8 form, and what replaced it on the way could name somebody else.
 */
export const text = (minimum: number, maximum: number) =>
  z
    .string('must be text')
    .regex(
      new RegExp(`^\\P{Cs}{${minimum},${maximum}}$`, 'u'),
      `must have ${minimum} to ${maximum} characters`,
    );

/** Neither trimmed nor folded: usernames are compared by Cognito, and a password may begin with a space. */
export const username = text(1, 128).meta({
  description: 'The username, or an alias of it',
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
export const attributeName = z
  .string()
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,32}$/u, 'must be the name of an attribute');
export const attributeValue = text(0, 2048);
