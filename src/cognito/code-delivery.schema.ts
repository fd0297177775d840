import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';

/** Where Cognito sent a code. */
export const codeDelivery = z
  .object({
    attribute: z.string().meta({ description: 'The attribute that the code confirms', example: 'email' }),
    medium: z.enum(['email', 'sms']).meta({ example: 'email' }),
    destination: z.string().meta({ description: 'Masked by Cognito', example: 'a***@e***' }),
  })
  .meta({ id: 'CodeDelivery' });
export type CodeDelivery = z.output<typeof codeDelivery>;

/**
 * Converts Cognito's delivery details. If the medium is missing, the attribute determines it.
 *
 * @see
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html
 */
export function toCodeDelivery(
  { AttributeName, DeliveryMedium, Destination }: CodeDeliveryDetailsType,
  attribute = '',
): CodeDelivery {
  const name = AttributeName ?? attribute;
  const isSms = DeliveryMedium === undefined ? name === 'phone_number' : DeliveryMedium === 'SMS';
  return { attribute: name, medium: isSms ? 'sms' : 'email', destination: Destination ?? '' };
}
