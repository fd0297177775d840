import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { Authorize, named } from 'lifeguard-auth';
import { devicePage, devicePath, type Device } from '../../cognito/device.schema';
import { factorChange, type FactorChange } from '../../cognito/mfa.schema';
import { userPath, type UserPath } from '../../cognito/names.schema';
import {
  cursorRequest,
  pageRequest,
  type CursorRequest,
  type Page,
  type PageRequest,
} from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import {
  SESSION_ENDS,
  sessionPage,
  sessionPath,
  sessionQuery,
  type Session,
  type SessionQuery,
} from '../../cognito/session.schema';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Route } from '../../openapi/route.decorator';
import { UserSignInService } from './user-sign-in.service';

const userSessionPath = userPath.extend(sessionPath.shape);
type UserSessionPath = { readonly username: string; readonly id: string };
const userDevicePath = userPath.extend(devicePath.shape);
type UserDevicePath = { readonly username: string; readonly key: string };

@Controller('users/:username')
export class UserSignInController {
  constructor(private readonly signIn: UserSignInService) {}

  @Put('mfa')
  @Authorize(named('users.write'))
  @Route({
    id: 'setUserMfa',
    summary: 'Set a user’s second factors',
    description: 'Sets exactly these factors: one that is not listed is switched off.',
    problems: problemsOf('AdminSetUserMFAPreference'),
  })
  setFactors(
    @Param({ schema: userPath }) { username }: UserPath,
    @Body({ schema: factorChange }) body: FactorChange,
  ): Promise<void> {
    return this.signIn.setFactors(username, body);
  }

  @Delete('mfa/totp')
  @Authorize(named('users.write'))
  @Route({
    id: 'deleteUserTotp',
    summary: 'Delete a user’s authenticator app',
    problems: problemsOf('AdminDeleteSoftwareToken'),
  })
  removeTotp(@Param({ schema: userPath }) { username }: UserPath): Promise<void> {
    return this.signIn.removeTotp(username);
  }

  @Get('sessions')
  @Authorize(named('users.read'))
  @Route({
    id: 'listUserSessions',
    summary: 'List a user’s sessions',
    body: sessionPage,
    problems: problemsOf('AdminListUserSessions'),
  })
  listSessions(
    @Param({ schema: userPath }) { username }: UserPath,
    @Query({ schema: cursorRequest }) { cursor }: CursorRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Session>> {
    return this.signIn.listSessions(username, cursor, gone);
  }

  @Delete('sessions/:id')
  @Authorize(named('users.write'))
  @Route({
    id: 'revokeUserSession',
    summary: 'End a user’s session at Cognito',
    description: `${SESSION_ENDS} \`POST /users/{username}/sign-out\` ends every session and token at once.`,
    problems: problemsOf('AdminRevokeUserSession'),
  })
  revokeSession(
    @Param({ schema: userSessionPath }) { username, id }: UserSessionPath,
    @Query({ schema: sessionQuery }) query: SessionQuery,
  ): Promise<void> {
    return this.signIn.revokeSession(username, id, query);
  }

  @Get('devices')
  @Authorize(named('users.read'))
  @Route({
    id: 'listUserDevices',
    summary: 'List a user’s devices',
    body: devicePage,
    problems: problemsOf('AdminListDevices'),
  })
  listDevices(
    @Param({ schema: userPath }) { username }: UserPath,
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Device>> {
    return this.signIn.listDevices(username, page, gone);
  }

  @Delete('devices/:key')
  @Authorize(named('users.write'))
  @Route({
    id: 'forgetUserDevice',
    summary: 'Forget a user’s device',
    problems: problemsOf('AdminForgetDevice'),
  })
  forgetDevice(@Param({ schema: userDevicePath }) { username, key }: UserDevicePath): Promise<void> {
    return this.signIn.forgetDevice(username, key);
  }
}
