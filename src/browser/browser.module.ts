import { Module, type DynamicModule } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import type { BrowserSettings, Settings } from '../config/settings';
import { Locations } from '../http/location';
import { MeModule } from '../me/me.module';
import { AppClient } from '../sign-in/app-client';
import { SIGN_IN_PROVIDERS } from '../sign-in/sign-in.providers';
import { Attempts } from './attempts';
import { BrowserSignIn } from './browser-sign-in';
import { BrowserForgotPasswordController, BrowserSignUpController } from './browser-sign-up.controller';
import { NavigationController } from './navigation.controller';
import { PasswordFormController } from './password-form.controller';
import { ProcessSessionStore } from './process-session.store';
import { RedisSessionStore } from './redis-session.store';
import { SessionCookies } from './session-cookies';
import { SessionRecords } from './session-records';
import { SessionController } from './session.controller';
import { SessionStore } from './session.store';
import { Sessions } from './sessions';

/** `/session`: sign-in for browsers, which hold a cookie instead of tokens. Imported if `BROWSER_SESSIONS` is on. */
@Module({})
export class BrowserModule {
  static forRoot(settings: Settings, browser: BrowserSettings): DynamicModule {
    // The services of `/auth` run here with the app client of browsers.
    const client = new AppClient({ ...settings.cognito, authClientId: browser.clientId });
    return {
      module: BrowserModule,
      imports: [CognitoModule, MeModule],
      controllers: [
        NavigationController,
        SessionController,
        PasswordFormController,
        BrowserSignUpController,
        BrowserForgotPasswordController,
      ],
      providers: [
        { provide: AppClient, useValue: client },
        { provide: SessionStore, useClass: settings.store.redis ? RedisSessionStore : ProcessSessionStore },
        Locations,
        ...SIGN_IN_PROVIDERS,
        SessionRecords,
        Sessions,
        SessionCookies,
        Attempts,
        BrowserSignIn,
      ],
      exports: [Sessions, SessionCookies, SessionStore],
    };
  }
}
