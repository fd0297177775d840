import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { AccountService } from './account.service';
import { MeController } from './me.controller';
import { ProfileService } from './profile.service';

/** `/me`: what people may do to their own account. */
@Module({
  imports: [CognitoModule],
  controllers: [MeController],
  providers: [ProfileService, AccountService],
})
export class MeModule {}
