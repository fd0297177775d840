import { z } from 'zod';
import { toAttributes } from './attributes';
import { text } from './fields';
import { pageOf } from './page.schema';

const KEY = 'eu-west-1_0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** A device that Cognito tracks. */
export const device = z
  .object({
    key: z.string().meta({ example: KEY }),
    name: z.string().optional().meta({ example: 'Phone' }),
    status: z
      .string()
      .optional()
      .meta({ description: 'The status of the device at Cognito', example: 'remembered' }),
    lastIp: z.string().optional().meta({ example: '203.0.113.7' }),
    createdAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-01T09:30:00.000Z' }),
    updatedAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-02T17:05:12.000Z' }),
    lastSeenAt: z.iso.datetime().meta({ pattern: undefined, example: '2026-03-02T17:05:12.000Z' }),
  })
  .meta({ id: 'Device' });
export type Device = z.output<typeof device>;
export const devicePage = pageOf(device, 'DevicePage');

/**
 * Converts Cognito's DeviceType.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
 */
export const cognitoDevice = z
  .object({
    DeviceKey: z.string(),
    DeviceAttributes: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).optional(),
    DeviceCreateDate: z.date(),
    DeviceLastModifiedDate: z.date().optional(),
    DeviceLastAuthenticatedDate: z.date().optional(),
  })
  .transform((answer) => {
    const {
      device_name: name,
      device_status: status,
      last_ip_used: lastIp,
    } = toAttributes(answer.DeviceAttributes);
    const updated = answer.DeviceLastModifiedDate ?? answer.DeviceCreateDate;
    return {
      key: answer.DeviceKey,
      ...(name && { name }),
      ...(status && { status }),
      ...(lastIp && { lastIp }),
      createdAt: answer.DeviceCreateDate.toISOString(),
      updatedAt: updated.toISOString(),
      lastSeenAt: (answer.DeviceLastAuthenticatedDate ?? updated).toISOString(),
    };
  })
  .pipe(device);

/** The key of a device in a path. */
export const deviceKey = text(1, 128).meta({ description: '`key` of the device', example: KEY });
export const devicePath = z.object({ key: deviceKey });
export type DevicePath = z.output<typeof devicePath>;
