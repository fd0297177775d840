import { Controller, UseGuards } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { AddressLimitGuard } from '../rate-limit/rate-limit.guard';
import { ForgotPasswordController } from '../sign-in/forgot-password.controller';
import { SignUpController } from '../sign-in/sign-up.controller';
import { SameOriginGuard } from './session.guards';

/** The routes of `/auth/sign-up`, with the app client of browsers. */
@Public()
@UseGuards(SameOriginGuard, AddressLimitGuard)
@Controller('session/sign-up')
export class BrowserSignUpController extends SignUpController {}

/** The routes of `/auth/forgot-password`, with the app client of browsers. */
@Public()
@UseGuards(SameOriginGuard, AddressLimitGuard)
@Controller('session/forgot-password')
export class BrowserForgotPasswordController extends ForgotPasswordController {}
