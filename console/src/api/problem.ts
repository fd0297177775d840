/** A problem document (RFC 9457) of the service, or a substitute if there was no response. */
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

/** The error of a failed call. */
export class Failure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.code);
  }
}

/** Reads the problem from a response whose status is not 2xx. */
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

/** The problem to show for any thrown value. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Failure) return thrown.problem;
  return { status: 0, code: 'page_fault', detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

export const isAborted = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'AbortError';
