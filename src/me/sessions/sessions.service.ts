import { Injectable } from '@nestjs/common';
import type { Page } from '../../cognito/page.schema';
import { everyPage } from '../../cognito/pages';
import { readPage } from '../../cognito/response.reader';
import { cognitoSession, toRevocation, type Session, type SessionQuery } from '../../cognito/session.schema';
import { isProblem, Problem } from '../../problems/problem';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';

/** Pages that are searched for the session of the call. */
const MAX_PAGES = 10;

/** The caller's sessions at Cognito. */
@Injectable()
export class SessionsService {
  constructor(private readonly calls: SelfCalls) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html */
  async list(self: Self, cursor: string | undefined, signal?: AbortSignal): Promise<Page<Session>> {
    const answer = await this.calls.send('ListUserSessions', self, { NextToken: cursor }, { signal });
    return readPage(cognitoSession, answer.Sessions, answer.NextToken);
  }

  /**
   * Ends a session. Cognito refuses to end the session of the access token, without a specific exception,
   * so that session is looked up first.
   *
   * @throws Problem `current_session`
   * @see
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
   */
  async revoke(self: Self, id: string, query: SessionQuery): Promise<void> {
    if (await this.#isCurrent(self, id)) {
      throw new Problem('current_session', 'Use POST /me/revoke to end the session of this call.');
    }
    await this.calls.send('RevokeUserSession', self, toRevocation(id, query));
  }

  // If the sessions cannot be listed, Cognito's own refusal is returned.
  async #isCurrent(self: Self, id: string): Promise<boolean> {
    try {
      const { items } = await everyPage(MAX_PAGES, (cursor) => this.list(self, cursor));
      return items.some((session) => session.id === id && session.current);
    } catch (error) {
      if (isProblem(error) && error.code === 'cognito_unavailable') return false;
      throw error;
    }
  }
}
