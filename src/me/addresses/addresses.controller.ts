import { Body, Controller, Param, Post } from '@nestjs/common';
import { Scopes } from 'lifeguard-auth';
import { z } from 'zod';
import { codeDelivery, toCodeDelivery, type CodeDelivery } from '../../cognito/code-delivery.schema';
import { code } from '../../cognito/fields';
import { SELF_SERVICE_SCOPE } from '../../cognito/not-authorized';
import { problemsOf } from '../../cognito/problems';
import { Route } from '../../openapi/route.decorator';
import { SelfCalls } from '../self-calls';
import { Caller, type Self } from '../self.decorator';

const addressPath = z.object({
  name: z
    .enum(['email', 'phone_number'], 'must be `email` or `phone_number`')
    .meta({ description: 'The attribute to confirm', example: 'email' }),
});
type AddressPath = z.output<typeof addressPath>;

const verification = z.strictObject({ code });
type Verification = z.output<typeof verification>;

/** Verifies the caller's e-mail address and phone number. */
@Scopes(SELF_SERVICE_SCOPE)
@Controller('me/attributes/:name')
export class AddressesController {
  constructor(private readonly calls: SelfCalls) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html */
  @Post('code')
  @Route({
    id: 'sendMyVerificationCode',
    summary: 'Send a code to verify an address of the caller',
    status: 202,
    body: codeDelivery,
    problems: problemsOf('GetUserAttributeVerificationCode'),
  })
  async sendCode(
    @Caller() self: Self,
    @Param({ schema: addressPath }) { name }: AddressPath,
  ): Promise<CodeDelivery> {
    const input = { AttributeName: name };
    const answer = await this.calls.send('GetUserAttributeVerificationCode', self, input);
    return toCodeDelivery(answer.CodeDeliveryDetails ?? {}, name);
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html */
  @Post('verify')
  @Route({
    id: 'verifyMyAddress',
    summary: 'Verify an address of the caller with the code',
    problems: problemsOf('VerifyUserAttribute'),
  })
  async verify(
    @Caller() self: Self,
    @Param({ schema: addressPath }) { name }: AddressPath,
    @Body({ schema: verification }) body: Verification,
  ): Promise<void> {
    await this.calls.send('VerifyUserAttribute', self, { AttributeName: name, Code: body.code });
  }
}
