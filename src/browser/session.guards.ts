import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { requireNoToken, requireSameOrigin } from './same-origin';

/** For what a page calls: refuses other origins, and a token beside the cookie. */
@Injectable()
export class SameOriginGuard implements CanActivate {
  readonly #origin: string;

  constructor(@Inject(SETTINGS.browser) { publicUrl }: BrowserSettings) {
    this.#origin = new URL(publicUrl).origin;
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    requireSameOrigin(headers, this.#origin);
    requireNoToken(headers);
    return true;
  }
}

/** For what a browser navigates to: only a token is refused, since the navigation comes from anywhere. */
@Injectable()
export class NavigationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    requireNoToken(context.switchToHttp().getRequest<FastifyRequest>().headers);
    return true;
  }
}
