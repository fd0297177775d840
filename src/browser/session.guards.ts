import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { requireNoToken, requireSameOrigin } from './same-origin';

/** For calls from a page: refuses other origins, and a token in addition to the cookie. */
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

/** For navigations: refuses only a token, because a navigation can come from any site. */
@Injectable()
export class NavigationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    requireNoToken(context.switchToHttp().getRequest<FastifyRequest>().headers);
    return true;
  }
}
