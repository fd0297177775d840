import { Module } from '@nestjs/common';
import { CognitoModule } from '../../cognito/cognito.module';
import { GroupMembersService } from './group-members.service';
import { GroupsController } from './groups.controller';
import { GroupsService } from './groups.service';
import { MembershipsController } from './memberships.controller';
import { MembershipsService } from './memberships.service';
import { UserAccountsController } from './user-accounts.controller';
import { UserAccountsService } from './user-accounts.service';
import { UserAttributesService } from './user-attributes.service';
import { UserCreationService } from './user-creation.service';
import { UserDirectory } from './user.directory';
import { UsersController } from './users.controller';
import { UsersService } from './users.service';

/** `/users` and `/groups`: the pool, for its admins and the machines that they trust. */
@Module({
  imports: [CognitoModule],
  controllers: [UsersController, UserAccountsController, MembershipsController, GroupsController],
  providers: [
    UserDirectory,
    UsersService,
    UserCreationService,
    UserAttributesService,
    UserAccountsService,
    MembershipsService,
    GroupsService,
    GroupMembersService,
  ],
})
export class UsersAdminModule {}
