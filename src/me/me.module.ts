import { Module } from '@nestjs/common';
import { AdminGroupModule } from '../admin-group/admin-group.module';
import { CognitoModule } from '../cognito/cognito.module';
import { RevocationModule } from '../revocation/revocation.module';
import { AccountController } from './account/account.controller';
import { AccountService } from './account/account.service';
import { ProfileController } from './profile/profile.controller';
import { ProfileService } from './profile/profile.service';
import { SelfCalls } from './self-calls';

/** `/me`: what people do with their own account. */
@Module({
  imports: [CognitoModule, RevocationModule, AdminGroupModule],
  controllers: [ProfileController, AccountController],
  providers: [SelfCalls, ProfileService, AccountService],
  exports: [AccountService],
})
export class MeModule {}
