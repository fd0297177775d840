import { z } from 'zod';
import { deviceKey } from '../../cognito/device.schema';
import { text } from '../../cognito/fields';

const BASE64 = 'AKCk8tJQeZ0x7ZkGBnYMHSsjZAQ=';

/** The body of `POST /me/devices`: a device of a sign-in (`newDevice`) with its SRP verifier. */
export const newDevice = z.strictObject({
  key: deviceKey,
  name: text(1, 1024).optional().meta({ description: 'The name to display', example: 'Phone' }),
  passwordVerifier: text(1, 131_072).meta({
    description: 'SRP password verifier, in base64',
    example: BASE64,
  }),
  salt: text(1, 131_072).meta({ description: 'SRP salt, in base64', example: BASE64 }),
});
export type NewDevice = z.output<typeof newDevice>;

/** The response to `POST /me/devices`. */
export const confirmedDevice = z
  .object({
    confirmationNeeded: z.boolean().meta({
      description: 'Whether to ask the user before the device is remembered with `PUT /me/devices/{key}`',
      example: false,
    }),
  })
  .meta({ id: 'ConfirmedDevice' });
export type ConfirmedDevice = z.output<typeof confirmedDevice>;

/** The body of `PUT /me/devices/{key}`. */
export const deviceStatus = z.strictObject({
  remembered: z
    .boolean()
    .meta({ description: 'Whether sign-ins from it may skip the second factor', example: true }),
});
export type DeviceStatus = z.output<typeof deviceStatus>;
