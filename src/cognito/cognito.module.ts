import { Module } from '@nestjs/common';
import { Cognito } from './cognito';

/** The way to the user pool; the settings come from the application (`SETTINGS`). */
@Module({ providers: [Cognito], exports: [Cognito] })
export class CognitoModule {}
