import { Inject, Injectable, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModuleRef } from '@nestjs/core';
import { RoutePolicies } from 'lifeguard-auth';
import type { Logger } from 'pino';
import type { CognitoSettings, PermissionSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';
import type { Decision } from './cedar/cedar.types';
import { permissionOf, type Permission } from './permission';
import type { PermitEngine, PermitRequest } from './permit.engine';
import { PermitError } from './permit.error';
import { PermitStatistics } from './permit.statistics';
import type { ResourceEntities } from './resource.entities';

/** The folder of the policies, next to `package.json`. */
export const POLICY_FOLDER = 'policies';

/** A handler's permission, checked and ready for decisions. */
export interface ReadyPermission {
  readonly permission: Permission;
  readonly entities: ResourceEntities | undefined;
}

/**
 * The permissions of all handlers, checked at startup, and the engine that decides them. If no handler has `@Permit`,
 * nothing is loaded.
 */
@Injectable()
export class Permissions implements OnApplicationBootstrap {
  readonly #byHandler = new Map<unknown, ReadyPermission>();
  #engine: PermitEngine | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly moduleRef: ModuleRef,
    private readonly routes: RoutePolicies,
    private readonly statistics: PermitStatistics,
    @Inject(SETTINGS.cognito) private readonly pool: CognitoSettings,
    @Inject(SETTINGS.permissions) private readonly settings: PermissionSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws PermitError with every problem of the policies, the schema and the decorators */
  onApplicationBootstrap(): void {
    const handlers = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? this.#handlersOf(metatype as Type) : []));
    if (handlers.length === 0) return;
    const engine = (this.#engine = createEngine(this.pool, this.settings));
    const problems = handlers.flatMap(({ name, controller, handler, permission, paths }) => {
      const isPublic = this.routes.find(controller, handler)?.kind === 'public';
      const why = whyNotAsked(permission, paths, isPublic) ?? engine.whyNot(permission);
      if (why !== undefined) return [`${name}: ${why}`];
      this.#byHandler.set(handler, { permission, entities: this.#entitiesOf(permission) });
      return [];
    });
    if (problems.length > 0) throw new PermitError(problems);
  }

  /** The permission of a handler; undefined for a handler that was added after startup. */
  find(handler: unknown): ReadyPermission | undefined {
    return this.#byHandler.get(handler);
  }

  /** @throws Problem if no decision could be made */
  async decide(request: PermitRequest): Promise<Decision> {
    const engine = this.#engine as PermitEngine;
    const decision = await engine.decide(request);
    const { errors } = decision;
    this.statistics.count(engine.name, errors.length > 0 ? 'error' : decision.allowed ? 'allow' : 'deny');
    if (errors.length > 0) {
      const { action, resource } = request.permission;
      this.logger.error(
        { action, resource: resource.type, errors },
        'permission could not be decided; refused',
      );
    }
    return decision;
  }

  #handlersOf(controller: Type) {
    const prototype = controller.prototype as Record<string, unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      const permission = typeof handler === 'function' ? permissionOf(handler) : undefined;
      if (permission === undefined) return [];
      const paths = pathsOf(controller, handler as object);
      return [{ name: `${controller.name}.${method}`, controller, handler, permission, paths }];
    });
  }

  #entitiesOf({ entities }: Permission): ResourceEntities | undefined {
    return entities && this.moduleRef.get(entities, { strict: false });
  }
}

function createEngine(pool: CognitoSettings, { storeId }: PermissionSettings): PermitEngine {
  if (storeId === undefined) {
    const { LocalPermissions } = require('./local.permissions') as typeof import('./local.permissions');
    return new LocalPermissions(POLICY_FOLDER, pool.userPoolId);
  }
  const { VerifiedPermissions } =
    require('./verified/verified.permissions') as typeof import('./verified/verified.permissions');
  return new VerifiedPermissions({ ...pool, storeId });
}

/** The error of the decorator itself, if any. */
function whyNotAsked(
  { action, resource }: Permission,
  paths: readonly string[],
  isPublic: boolean,
): string | undefined {
  if (isPublic) return '@Permit cannot be combined with @Public(): without a token there is no caller';
  if (typeof action !== 'string' || action === '') return '@Permit names no action';
  if (typeof resource?.type !== 'string' || resource.type === '') return '@Permit names no resource type';
  const inAll = paths.every((path) => path.split('/').includes(`:${resource.param}`));
  return inAll ? undefined : `@Permit names a parameter ${resource.param} that the route lacks`;
}

function pathsOf(controller: object, handler: object): string[] {
  const declared = (target: object) =>
    [(Reflect.getMetadata('path', target) as string | string[] | undefined) ?? ''].flat();
  return declared(controller).flatMap((prefix) => declared(handler).map((path) => `/${prefix}/${path}`));
}
