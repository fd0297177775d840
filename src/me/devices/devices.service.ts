import { Injectable } from '@nestjs/common';
import { cognitoDevice, type Device } from '../../cognito/device.schema';
import type { Page, PageRequest } from '../../cognito/page.schema';
import { read, readPage } from '../../cognito/response.reader';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';
import type { ConfirmedDevice, DeviceStatus, NewDevice } from './devices.schemas';

/**
 * The caller's devices.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
@Injectable()
export class DevicesService {
  constructor(private readonly calls: SelfCalls) {}

  async list(self: Self, { limit, cursor }: PageRequest, signal?: AbortSignal): Promise<Page<Device>> {
    const input = { Limit: limit, PaginationToken: cursor };
    const answer = await this.calls.send('ListDevices', self, input, { signal });
    return readPage(cognitoDevice, answer.Devices, answer.PaginationToken);
  }

  async get(self: Self, key: string, signal?: AbortSignal): Promise<Device> {
    const answer = await this.calls.send('GetDevice', self, { DeviceKey: key }, { signal });
    return read(cognitoDevice, answer.Device);
  }

  async confirm(self: Self, { key, name, passwordVerifier, salt }: NewDevice): Promise<ConfirmedDevice> {
    const answer = await this.calls.send('ConfirmDevice', self, {
      DeviceKey: key,
      DeviceName: name,
      DeviceSecretVerifierConfig: { PasswordVerifier: passwordVerifier, Salt: salt },
    });
    return { confirmationNeeded: answer.UserConfirmationNecessary ?? false };
  }

  async setStatus(self: Self, key: string, { remembered }: DeviceStatus): Promise<void> {
    await this.calls.send('UpdateDeviceStatus', self, {
      DeviceKey: key,
      DeviceRememberedStatus: remembered ? 'remembered' : 'not_remembered',
    });
  }

  async forget(self: Self, key: string): Promise<void> {
    await this.calls.send('ForgetDevice', self, { DeviceKey: key });
  }
}
