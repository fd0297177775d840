import { isProblem } from '../problems/problem';
import { HostedRefusal } from './hosted-domain';
import type { CallbackQuery } from './session.schemas';

/** What others wrote is cut off here: it is for a person who reads the log. */
const MAXIMUM_LENGTH = 300;

/** Why a sign-in failed, for the log: the words of Cognito, which never reach a page, and nothing secret. */
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

const shortened = (text: string | undefined): string | undefined => text?.slice(0, MAXIMUM_LENGTH);
