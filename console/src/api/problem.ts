/** A problem document (RFC 9457) as the service writes it, or what stands in for one where no answer came. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** Seconds, from `Retry-After`. */
  readonly retryAfter?: number;
}

/** A call that did not do what it was asked to. */
export class Failure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.code);
  }
}

/** Reads the problem out of an answer that is none of 2xx. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return {
    code: 'unreadable',
    ...(requestId !== undefined && { requestId }),
    ...body,
    status: response.status,
    ...(Number.isFinite(retryAfter) && { retryAfter }),
  };
}

/** What there is to show of anything that was thrown. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Failure) return thrown.problem;
  return { status: 0, code: 'page_fault', detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

export const isAborted = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'AbortError';
