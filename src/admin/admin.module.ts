import { Module } from '@nestjs/common';
import { AdminGroupModule } from '../admin-group/admin-group.module';
import { CognitoModule } from '../cognito/cognito.module';
import { UserDirectory } from '../cognito/user.directory';
import { Locations } from '../http/location';
import { RevocationModule } from '../revocation/revocation.module';
import { GroupMembersService } from './groups/group-members.service';
import { GroupsController } from './groups/groups.controller';
import { GroupsService } from './groups/groups.service';
import { MembershipsController } from './groups/memberships.controller';
import { MembershipsService } from './groups/memberships.service';
import { RevocationsController } from './revocations/revocations.controller';
import { RevocationsService } from './revocations/revocations.service';
import { UserSignInController } from './sign-in/user-sign-in.controller';
import { UserSignInService } from './sign-in/user-sign-in.service';
import { UserChanges } from './user-changes';
import { UserAccountsController } from './users/user-accounts.controller';
import { UserAccountsService } from './users/user-accounts.service';
import { UserAttributesService } from './users/user-attributes.service';
import { UserCreationService } from './users/user-creation.service';
import { UsersController } from './users/users.controller';
import { UsersService } from './users/users.service';

/** `/users` and `/groups`, for administrators and trusted machines. */
@Module({
  imports: [CognitoModule, RevocationModule, AdminGroupModule],
  controllers: [
    UsersController,
    UserAccountsController,
    MembershipsController,
    GroupsController,
    UserSignInController,
    RevocationsController,
  ],
  providers: [
    UserSignInService,
    RevocationsService,
    UserDirectory,
    UserChanges,
    Locations,
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
