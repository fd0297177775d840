import { requireCaller } from '../access-token.check';
import { page } from '../paging';
import type { Actions, PoolState } from '../pool.state';
import { isObject, optionalText, refusal, text, type JsonObject } from '../request.reader';
import type { Verifier } from '../srp/srp.verifier';
import { subOf } from '../token.issuer';
import { requireNamedUser } from '../user.directory';
import type { Device } from './device.registry';

/** The device actions of a user and of an administrator. */
export function deviceActions(state: PoolState): Actions {
  const own = async (request: JsonObject): Promise<string> => (await requireCaller(state, request)).sub;
  const named = async (request: JsonObject): Promise<string> => subOf(await requireNamedUser(state, request));
  return {
    ConfirmDevice: async (request) => confirm(state, await own(request), request),
    ListDevices: async (request) => list(state, await own(request), request),
    GetDevice: async (request) => ({ Device: shown(requireDevice(state, await own(request), request)) }),
    UpdateDeviceStatus: async (request) => update(requireDevice(state, await own(request), request), request),
    ForgetDevice: async (request) => forget(state, await own(request), request),
    AdminListDevices: async (request) => list(state, await named(request), request),
    AdminGetDevice: async (request) => ({
      Device: shown(requireDevice(state, await named(request), request)),
    }),
    AdminUpdateDeviceStatus: async (request) =>
      update(requireDevice(state, await named(request), request), request),
    AdminForgetDevice: async (request) => forget(state, await named(request), request),
  };
}

/**
 * Confirms a device and stores its verifier. If users choose which devices are remembered, it is remembered only after
 * UpdateDeviceStatus.
 */
function confirm(state: PoolState, sub: string, request: JsonObject): unknown {
  const device = state.devices.find(sub, text(request, 'DeviceKey'));
  if (!device) throw unknownDevice();
  if (device.confirmed) throw refusal('DeviceKeyExistsException', 'Device already exists.');
  device.verifier = verifierIn(request);
  device.name = optionalText(request, 'DeviceName');
  device.confirmed = true;
  device.remembered = state.config.devices === 'ALWAYS';
  for (const session of state.sessions.of(sub)) {
    if (session.deviceKey === device.key) session.deviceConfirmed = true;
  }
  return { UserConfirmationNecessary: !device.remembered };
}

/** @throws InvalidParameterException if the verifier is not a Base64 number */
function verifierIn(request: JsonObject): Verifier | undefined {
  const config = request['DeviceSecretVerifierConfig'];
  if (!isObject(config)) return undefined;
  return { salt: numberIn(config, 'Salt'), value: numberIn(config, 'PasswordVerifier') };
}

function numberIn(config: JsonObject, name: string): bigint {
  const digits = Buffer.from(text(config, name), 'base64').toString('hex');
  if (digits === '') throw refusal('InvalidParameterException', `${name} is not valid`);
  return BigInt(`0x${digits}`);
}

function list(state: PoolState, sub: string, request: JsonObject): unknown {
  const { items, next } = page(
    state.devices.of(sub),
    (device) => device.key,
    request['Limit'],
    request['PaginationToken'],
  );
  return { Devices: items.map(shown), PaginationToken: next };
}

function update(device: Device, request: JsonObject): unknown {
  const status = text(request, 'DeviceRememberedStatus');
  if (status !== 'remembered' && status !== 'not_remembered') {
    throw refusal('InvalidParameterException', 'DeviceRememberedStatus is remembered or not_remembered');
  }
  device.remembered = status === 'remembered';
  device.modifiedAt = new Date();
  return {};
}

function forget(state: PoolState, sub: string, request: JsonObject): unknown {
  state.devices.forget(sub, requireDevice(state, sub, request).key);
  return {};
}

/** @throws ResourceNotFoundException if the user has not confirmed a device with this key */
function requireDevice(state: PoolState, sub: string, request: JsonObject): Device {
  const device = state.devices.find(sub, text(request, 'DeviceKey'));
  if (!device?.confirmed) throw unknownDevice();
  return device;
}

export function unknownDevice(): Error {
  return refusal('ResourceNotFoundException', 'Device does not exist.');
}

function shown(device: Device): unknown {
  const attributes: Record<string, string | undefined> = {
    device_status: 'valid',
    device_name: device.name,
    last_ip_used: device.lastIp,
    'dev:device_remembered_status': device.remembered ? 'remembered' : 'not_remembered',
  };
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).flatMap(([Name, Value]) =>
      Value === undefined ? [] : [{ Name, Value }],
    ),
    DeviceCreateDate: device.createdAt,
    DeviceLastModifiedDate: device.modifiedAt,
    DeviceLastAuthenticatedDate: device.authenticatedAt,
  };
}
