import { Inject, Injectable, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { OptionsError } from '../../options/options.error.ts';
import type { ResolvedOptions } from '../../options/resolved.options.ts';
import { endsWithToken, EndsWithTokenInterceptor } from '../ends-with-token.ts';
import { isGateway, isMessage, isRoute, kindInProvider } from '../handlers/handler-kind.ts';
import { LifeguardGuard } from '../lifeguard.guard.ts';
import { GUARDS_METADATA, INTERCEPTORS_METADATA, SOCKETS } from '../nest-metadata.ts';
import { OPTIONS } from '../options.token.ts';
import { SocketSessions } from '../sockets/socket-sessions.ts';
import { socketWatcher } from '../sockets/socket-watcher.ts';
import { placeEnhancer } from './place-enhancer.ts';

/**
 * Adds what Nest does not add, before Nest reads the handlers: the guard on handlers of microservices (a microservice
 * in a hybrid application has no global guards), the interceptor that ends long responses, and the watchers of
 * gateways.
 */
@Injectable()
export class HandlerPlacement {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly sessions: SocketSessions,
    // Injected so that both exist before they are placed.
    _guard: LifeguardGuard,
    _ends: EndsWithTokenInterceptor,
    @Inject(OPTIONS) { guard }: ResolvedOptions,
  ) {
    refuseSecond(discovery.getProviders());
    this.#placeOnHandlers(guard === 'global');
    this.#watchGateways();
  }

  #placeOnHandlers(isGlobal: boolean): void {
    const providers = this.discovery.getProviders();
    const guard = wrapperOf(providers, LifeguardGuard);
    const ends = wrapperOf(providers, EndsWithTokenInterceptor);
    for (const owner of this.discovery.getControllers())
      for (const [method, handler] of this.#methodsOf(owner)) {
        if (isMessage(handler) && isGlobal) placeEnhancer(GUARDS_METADATA, handler, owner, guard);
        if (isRoute(handler) && endsWithToken(owner.metatype as Type, method))
          placeEnhancer(INTERCEPTORS_METADATA, handler, owner, ends);
      }
    for (const owner of providers)
      for (const [method, handler] of this.#methodsOf(owner)) {
        const type = owner.metatype as Type;
        if (kindInProvider(type, handler) === 'operation' && endsWithToken(type, method))
          placeEnhancer(INTERCEPTORS_METADATA, handler, owner, ends);
      }
  }

  #watchGateways(): void {
    const providers = this.discovery.getProviders();
    const { host } = wrapperOf(providers, LifeguardGuard);
    const watched = new Set<string>();
    for (const { metatype, isNotMetatype } of providers) {
      if (isNotMetatype || typeof metatype !== 'function' || !isGateway(metatype as Type)) continue;
      const place = serverOf(metatype as Type);
      if (watched.has(place) || !host) continue;
      watched.add(place);
      const Watcher = socketWatcher(metatype as Type);
      host.addProvider(Watcher as Type);
      wrapperOf([...host.providers.values()], Watcher).instance = new Watcher(this.sessions);
    }
  }

  #methodsOf({ metatype, isNotMetatype }: InstanceWrapper): [string, object][] {
    if (isNotMetatype || typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, unknown> | undefined;
    if (!prototype) return [];
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => [name, prototype[name]])
      .filter((entry): entry is [string, object] => typeof entry[1] === 'function');
  }
}

/**
 * With two modules, a revocation in one would not apply in the other, and each handler would be placed under only one
 * of the guards.
 */
function refuseSecond(providers: readonly InstanceWrapper[]): void {
  if (providers.filter(({ token }) => token === HandlerPlacement).length > 1)
    throw new OptionsError([
      'LifeguardModule: is imported more than once; import it once, at the root, with `userPools` for several user pools',
    ]);
}

/** Gateways with the same port, path and namespace are one server. */
function serverOf(gateway: Type): string {
  const options = (Reflect.getMetadata(SOCKETS.options, gateway) ?? {}) as Record<string, unknown>;
  const port: unknown = Reflect.getMetadata(SOCKETS.port, gateway);
  const { path = '', namespace = '' } = options;
  // A namespace may also be a regular expression or a function; its handlers are public.
  return JSON.stringify([port ?? 0, path, typeof namespace === 'string' ? namespace : {}]);
}

function wrapperOf(wrappers: readonly InstanceWrapper[], token: unknown): InstanceWrapper {
  const wrapper = wrappers.find((each) => each.token === token);
  if (!wrapper) throw new Error('a provider of lifeguard-auth is missing');
  return wrapper;
}
