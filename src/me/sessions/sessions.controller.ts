import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { cursorRequest, type CursorRequest, type Page } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import {
  SESSION_ENDS,
  sessionPage,
  sessionPath,
  sessionQuery,
  type Session,
  type SessionPath,
  type SessionQuery,
} from '../../cognito/session.schema';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { Caller, type Self } from '../self.decorator';
import { SessionsService } from './sessions.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Route({
    id: 'listMySessions',
    summary: 'List the caller’s sessions',
    body: sessionPage,
    problems: problemsOf('ListUserSessions'),
  })
  list(
    @Caller() self: Self,
    @Query({ schema: cursorRequest }) { cursor }: CursorRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Session>> {
    return this.sessions.list(self, cursor, gone);
  }

  @Delete(':id')
  @Route({
    id: 'revokeMySession',
    summary: 'End a session of the caller at Cognito',
    description: `${SESSION_ENDS} If it is the session of this call, the response is \`current_session\`: end that one with \`POST /me/revoke\`.`,
    problems: [...problemsOf('ListUserSessions', 'RevokeUserSession'), 'current_session'],
  })
  revoke(
    @Caller() self: Self,
    @Param({ schema: sessionPath }) { id }: SessionPath,
    @Query({ schema: sessionQuery }) query: SessionQuery,
  ): Promise<void> {
    return this.sessions.revoke(self, id, query);
  }
}
