import { Module } from '@nestjs/common';
import { AdminGroupModule } from '../admin-group/admin-group.module';
import { CognitoModule } from '../cognito/cognito.module';
import { Locations } from '../http/location';
import { RevocationModule } from '../revocation/revocation.module';
import { AccountController } from './account/account.controller';
import { AccountService } from './account/account.service';
import { AddressesController } from './addresses/addresses.controller';
import { DevicesController } from './devices/devices.controller';
import { DevicesService } from './devices/devices.service';
import { MfaController } from './mfa/mfa.controller';
import { MfaService } from './mfa/mfa.service';
import { PasskeysController } from './passkeys/passkeys.controller';
import { PasskeysService } from './passkeys/passkeys.service';
import { ProfileController } from './profile/profile.controller';
import { ProfileService } from './profile/profile.service';
import { SelfCalls } from './self-calls';
import { SessionsController } from './sessions/sessions.controller';
import { SessionsService } from './sessions/sessions.service';

/** `/me`: what people do with their own account. */
@Module({
  imports: [CognitoModule, RevocationModule, AdminGroupModule],
  controllers: [
    ProfileController,
    AddressesController,
    AccountController,
    MfaController,
    SessionsController,
    DevicesController,
    PasskeysController,
  ],
  providers: [
    Locations,
    SelfCalls,
    ProfileService,
    AccountService,
    MfaService,
    SessionsService,
    DevicesService,
    PasskeysService,
  ],
  exports: [AccountService],
})
export class MeModule {}
