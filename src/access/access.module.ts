import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { UserDirectory } from '../cognito/user.directory';
import { AccessController } from './access.controller';
import { AccessService } from './access.service';
import { RouteFinder } from './route-finder';

/** `GET /whoami/routes` and `POST /access/explain`. */
@Module({
  imports: [CognitoModule],
  controllers: [AccessController],
  providers: [AccessService, RouteFinder, UserDirectory],
})
export class AccessModule {}
