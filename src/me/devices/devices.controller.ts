import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Scopes } from 'lifeguard-auth';
import { device, devicePage, devicePath, type Device, type DevicePath } from '../../cognito/device.schema';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { pageRequest, type Page, type PageRequest } from '../../cognito/page.schema';
import { problemsOf } from '../../cognito/problems';
import { CallerGone } from '../../http/caller-gone.decorator';
import { Locations } from '../../http/location';
import { Route } from '../../openapi/route.decorator';
import { Caller, type Self } from '../self.decorator';
import {
  confirmedDevice,
  deviceStatus,
  newDevice,
  type ConfirmedDevice,
  type DeviceStatus,
  type NewDevice,
} from './devices.schemas';
import { DevicesService } from './devices.service';

@Scopes(SELF_SERVICE_SCOPE)
@Controller('me/devices')
export class DevicesController {
  constructor(
    private readonly devices: DevicesService,
    private readonly locations: Locations,
  ) {}

  @Get()
  @Route({
    id: 'listMyDevices',
    summary: 'List the caller’s devices',
    body: devicePage,
    problems: problemsOf('ListDevices'),
  })
  list(
    @Caller() self: Self,
    @Query({ schema: pageRequest }) page: PageRequest,
    @CallerGone() gone: AbortSignal,
  ): Promise<Page<Device>> {
    return this.devices.list(self, page, gone);
  }

  @Get(':key')
  @Route({
    id: 'getMyDevice',
    summary: 'Get a device of the caller',
    body: device,
    problems: problemsOf('GetDevice'),
  })
  get(
    @Caller() self: Self,
    @Param({ schema: devicePath }) { key }: DevicePath,
    @CallerGone() gone: AbortSignal,
  ): Promise<Device> {
    return this.devices.get(self, key, gone);
  }

  @Post()
  @Route({
    id: 'confirmMyDevice',
    summary: 'Confirm a device of the caller',
    description:
      'The device is the `newDevice` of a sign-in, with the verifier that the client computed for it.',
    status: 201,
    body: confirmedDevice,
    headers: { Location: 'URL of the device' },
    problems: problemsOf('ConfirmDevice'),
  })
  async confirm(
    @Caller() self: Self,
    @Body({ schema: newDevice }) body: NewDevice,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfirmedDevice> {
    const confirmed = await this.devices.confirm(self, body);
    this.locations.set(reply, 'me', 'devices', body.key);
    return confirmed;
  }

  @Put(':key')
  @Route({
    id: 'rememberMyDevice',
    summary: 'Set whether a device of the caller is remembered',
    problems: problemsOf('UpdateDeviceStatus'),
  })
  setStatus(
    @Caller() self: Self,
    @Param({ schema: devicePath }) { key }: DevicePath,
    @Body({ schema: deviceStatus }) body: DeviceStatus,
  ): Promise<void> {
    return this.devices.setStatus(self, key, body);
  }

  @Delete(':key')
  @Route({
    id: 'forgetMyDevice',
    summary: 'Forget a device of the caller',
    problems: problemsOf('ForgetDevice'),
  })
  forget(@Caller() self: Self, @Param({ schema: devicePath }) { key }: DevicePath): Promise<void> {
    return this.devices.forget(self, key);
  }
}
