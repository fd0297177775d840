import { Module } from '@nestjs/common';
import { Cognito } from './cognito';
import { CognitoClock } from './cognito-clock';
import { UserPool } from './user-pool';

/** The calls to the user pool; the settings come from the application (`SETTINGS.cognito`). */
@Module({ providers: [Cognito, CognitoClock, UserPool], exports: [Cognito, CognitoClock, UserPool] })
export class CognitoModule {}
