import { isProblem } from '../problems/problem';
import { HostedRefusal } from './hosted-domain';
import type { CallbackQuery } from './session.schemas';

/** Maximum number of characters that are logged of a third-party text. */
const MAX_LENGTH = 300;

/** Describes a failed sign-in for the log: Cognito's own words, which are never shown on a page, and nothing secret. */
export function describeRefusal(
  failure: unknown,
  { error, error_description: description }: CallbackQuery,
): Record<string, unknown> {
  const cause = isProblem(failure) ? failure.options.cause : failure;
  const refusal = cause instanceof HostedRefusal ? cause : undefined;
  return {
    code: isProblem(failure) ? failure.code : 'internal_error',
    error: shortened(error ?? refusal?.code),
    errorDescription: shortened(description ?? refusal?.description),
    reason: isProblem(cause) ? cause.detail : undefined,
  };
}

const shortened = (text: string | undefined): string | undefined => text?.slice(0, MAX_LENGTH);
