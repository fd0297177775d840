import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { Locks } from '../store/locks';
import { AdminGroup } from './admin-group';

/** Protects the last enabled member of `ADMIN_GROUP`. */
@Module({ imports: [CognitoModule], providers: [Locks, AdminGroup], exports: [AdminGroup] })
export class AdminGroupModule {}
