import { Module } from '@nestjs/common';
import { Cognito } from './cognito';
import { UserPool } from './user-pool';

/** The calls to the user pool; the settings come from the application (`SETTINGS.cognito`). */
@Module({ providers: [Cognito, UserPool], exports: [Cognito, UserPool] })
export class CognitoModule {}
