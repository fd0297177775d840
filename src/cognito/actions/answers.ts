import { z } from 'zod';

const attributes = z.array(z.object({ Name: z.string(), Value: z.string().optional() }));
const user = z.object({ Username: z.string(), Attributes: attributes.optional() });
const group = z.object({ GroupName: z.string() });
const device = z.object({ DeviceKey: z.string() });
const delivery = z.object({
  AttributeName: z.string().optional(),
  DeliveryMedium: z.string().optional(),
  Destination: z.string().optional(),
});

export const ownUser = z.object({ Username: z.string(), UserAttributes: attributes });
export const anyUser = z.object({ Username: z.string(), UserAttributes: attributes.optional() });
export const createdUser = z.object({ User: user });
export const users = z.object({ Users: z.array(user) });
export const groups = z.object({ Groups: z.array(group) });
export const oneGroup = z.object({ Group: group });
export const tokens = z.object({ AuthenticationResult: z.object({ AccessToken: z.string().min(1) }) });
export const tokensOrChallenge = z.union([
  tokens,
  z.object({ ChallengeName: z.string().min(1) }),
  z.object({ AvailableChallenges: z.array(z.string().min(1)).min(1), Session: z.string().min(1) }),
]);
export const signedUp = z.object({
  UserConfirmed: z.boolean(),
  UserSub: z.string().optional(),
  CodeDeliveryDetails: delivery.optional(),
});
export const codeSent = z.object({ CodeDeliveryDetails: delivery.optional() });
export const codesSent = z.object({ CodeDeliveryDetailsList: z.array(delivery).optional() });
export const totpSecret = z.object({ SecretCode: z.string().min(1) });
export const totpVerified = z.object({ Status: z.string().min(1) });
export const factors = z.object({ Username: z.string() });
export const sessions = z.object({ Sessions: z.array(z.object({ SessionId: z.string() })) });
export const devices = z.object({ Devices: z.array(device) });
export const oneDevice = z.object({ Device: device });
export const passkeyOptions = z.object({ CredentialCreationOptions: z.record(z.string(), z.unknown()) });
export const passkeys = z.object({ Credentials: z.array(z.object({ CredentialId: z.string() })) });
