import { Module, type DynamicModule } from '@nestjs/common';
import type { IdentitySettings } from '../config/settings';
import { CredentialsController } from './credentials.controller';
import { CredentialsService } from './credentials.service';
import { GuestCredentialsController } from './guest-credentials.controller';
import { IdentityPool } from './identity-pool.client';

/** Temporary AWS credentials, if `COGNITO_IDENTITY_POOL_ID` is set. */
@Module({})
export class IdentityPoolModule {
  static forRoot({ guests }: IdentitySettings): DynamicModule {
    return {
      module: IdentityPoolModule,
      controllers: [CredentialsController, ...(guests ? [GuestCredentialsController] : [])],
      providers: [CredentialsService, IdentityPool],
    };
  }
}
