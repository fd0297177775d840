import { randomBytes, randomUUID } from 'node:crypto';
import type { Verifier } from '../srp/srp.verifier';

/** A device that tokens were issued to. */
export interface Device {
  readonly key: string;
  readonly groupKey: string;
  /** Whether ConfirmDevice was called. Until then the device does not belong to the user. */
  confirmed: boolean;
  remembered: boolean;
  name?: string | undefined;
  /** Without a verifier the device cannot be used to sign in. */
  verifier?: Verifier | undefined;
  lastIp?: string | undefined;
  readonly createdAt: Date;
  modifiedAt: Date;
  authenticatedAt: Date;
}

/** The devices of all users, by `sub` and key. */
export class DeviceRegistry {
  private readonly devices = new Map<string, Map<string, Device>>();

  /** Issues a key to a new device (`NewDeviceMetadata`). */
  begin(sub: string, region: string, lastIp: string | undefined): Device {
    const now = new Date();
    const device: Device = {
      key: `${region}_${randomUUID()}`,
      groupKey: `-${randomBytes(6).toString('base64url')}`,
      confirmed: false,
      remembered: false,
      lastIp,
      createdAt: now,
      modifiedAt: now,
      authenticatedAt: now,
    };
    const own = this.devices.get(sub) ?? new Map<string, Device>();
    this.devices.set(sub, own.set(device.key, device));
    return device;
  }

  /** A device of the user, confirmed or not. */
  find(sub: string, key: string): Device | undefined {
    return this.devices.get(sub)?.get(key);
  }

  /** The devices that the user has confirmed. */
  of(sub: string): Device[] {
    return [...(this.devices.get(sub)?.values() ?? [])].filter((device) => device.confirmed);
  }

  forget(sub: string, key: string): void {
    this.devices.get(sub)?.delete(key);
  }
}
