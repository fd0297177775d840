// Nest on Express with passport-jwt and jwks-rsa, configured as in tutorials for Cognito.
import 'reflect-metadata';
import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import jwksRsa from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { decorate } from './decorate.js';
import { ALIVE, host, issuer, jwksUri, port } from './setting.js';

class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      secretOrKeyProvider: jwksRsa.passportJwtSecret({
        cache: true,
        rateLimit: true,
        jwksRequestsPerMinute: 5,
        jwksUri,
      }),
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      issuer,
      algorithms: ['RS256'],
    });
  }

  validate(payload) {
    return payload;
  }
}

class AppController {
  live() {
    return ALIVE;
  }

  whoami(request) {
    return request.user;
  }
}
Controller()(AppController);
decorate(AppController, 'live', Get('health/live'));
decorate(AppController, 'whoami', Get('whoami'), UseGuards(AuthGuard('jwt')));
Req()(AppController.prototype, 'whoami', 0);

class AppModule {}
Module({
  imports: [PassportModule.register({ defaultStrategy: 'jwt' })],
  controllers: [AppController],
  providers: [JwtStrategy],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(port, host);
