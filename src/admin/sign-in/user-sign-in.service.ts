import { Injectable } from '@nestjs/common';
import { Cognito } from '../../cognito/cognito';
import { cognitoDevice, type Device } from '../../cognito/device.schema';
import { toPreference, type FactorChange } from '../../cognito/mfa.schema';
import type { Page, PageRequest } from '../../cognito/page.schema';
import { readPage } from '../../cognito/response.reader';
import { cognitoSession, toRevocation, type Session, type SessionQuery } from '../../cognito/session.schema';

/** A user's second factors, sessions and devices, for administrators. */
@Injectable()
export class UserSignInService {
  constructor(private readonly cognito: Cognito) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html */
  async setFactors(username: string, change: FactorChange): Promise<void> {
    await this.cognito.send('AdminSetUserMFAPreference', { Username: username, ...toPreference(change) });
  }

  /** Removes the authenticator app, for instance of a lost phone. */
  async removeTotp(username: string): Promise<void> {
    await this.cognito.send('AdminDeleteSoftwareToken', { Username: username });
  }

  async listSessions(
    username: string,
    cursor: string | undefined,
    signal?: AbortSignal,
  ): Promise<Page<Session>> {
    const input = { Username: username, NextToken: cursor };
    const answer = await this.cognito.send('AdminListUserSessions', input, { signal });
    return readPage(cognitoSession, answer.Sessions, answer.NextToken);
  }

  async revokeSession(username: string, id: string, query: SessionQuery): Promise<void> {
    await this.cognito.send('AdminRevokeUserSession', { Username: username, ...toRevocation(id, query) });
  }

  async listDevices(
    username: string,
    { limit, cursor }: PageRequest,
    signal?: AbortSignal,
  ): Promise<Page<Device>> {
    const input = { Username: username, Limit: limit, PaginationToken: cursor };
    const answer = await this.cognito.send('AdminListDevices', input, { signal });
    return readPage(cognitoDevice, answer.Devices, answer.PaginationToken);
  }

  async forgetDevice(username: string, key: string): Promise<void> {
    await this.cognito.send('AdminForgetDevice', { Username: username, DeviceKey: key });
  }
}
