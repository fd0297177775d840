import { Module } from '@nestjs/common';
import { Cognito } from './cognito';
import { CognitoClock } from './cognito-clock';

/** The calls to the user pool; the settings come from the application (`SETTINGS.cognito`). */
@Module({ providers: [Cognito, CognitoClock], exports: [Cognito, CognitoClock] })
export class CognitoModule {}
