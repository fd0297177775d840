import { Body, Controller, Get, Patch, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Scopes } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { problemsOf } from '../../cognito/problems';
import { CallerGone } from '../../http/caller-gone.decorator';
import { AlsoAnswers, Route } from '../../openapi/route.decorator';
import { Caller, type Self } from '../self.decorator';
import { changes, codesSent, me, type Changes, type CodesSent, type Me } from './profile.schemas';
import { ProfileService } from './profile.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me')
export class ProfileController {
  constructor(private readonly profile: ProfileService) {}

  @Get()
  @Route({
    id: 'getMe',
    summary: 'Get the caller’s profile from the user pool',
    body: me,
    problems: problemsOf('GetUser'),
  })
  read(@Caller() self: Self, @CallerGone() gone: AbortSignal): Promise<Me> {
    return this.profile.read(self, gone);
  }

  @Patch()
  @Route({
    id: 'updateMe',
    summary: 'Update the caller’s attributes; null removes one',
    description:
      'Cognito sets and removes attributes in two actions; if the second fails, the first is undone if possible. ' +
      'A pool may keep the old value of an address until the code that it sent is confirmed.',
    problems: [
      ...problemsOf('GetUser', 'UpdateUserAttributes', 'DeleteUserAttributes'),
      'attribute_not_writable',
    ],
  })
  @AlsoAnswers({ status: 200, description: 'Done; Cognito sent verification codes', body: codesSent })
  async change(
    @Caller() self: Self,
    @Body({ schema: changes }) body: Changes,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CodesSent | undefined> {
    const codes = await this.profile.change(self, body);
    if (codes.length === 0) return undefined;
    reply.status(200);
    return { codes };
  }
}
