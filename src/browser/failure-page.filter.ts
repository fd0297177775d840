import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { fromException } from '../http/from-exception';
import { logFailure, send } from '../http/problem.filter';
import { API_HEADERS } from '../http/security-headers';
import { LOGGER } from '../log/logger';
import { FAILURE_PAGE_HEADERS, failurePage, languageOf } from './failure-page';
import { prefixOf } from './return-to';

/** Answers a failed navigation with a page if the request accepts HTML, otherwise with a problem document. */
@Catch()
export class FailurePageFilter implements ExceptionFilter {
  readonly #account: string;

  constructor(
    @Inject(SETTINGS.browser) { publicUrl }: BrowserSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#account = `${prefixOf(publicUrl)}/account`;
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.getArgByIndex<FastifyRequest>(0);
    const reply = host.getArgByIndex<FastifyReply>(1);
    const problem = fromException(exception);
    if (problem.status >= 500) logFailure(this.logger, problem, request.id);
    if (!(request.headers.accept ?? '').includes('text/html')) {
      send(problem, request.id, reply);
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const { retryAfter } = problem.options;
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
    void reply
      .code(problem.status)
      .headers({ ...API_HEADERS, ...FAILURE_PAGE_HEADERS, 'x-request-id': request.id })
      .send(failurePage(problem.code, language, { account: this.#account, requestId: request.id }));
  }
}
