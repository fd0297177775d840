import type { Type } from '@nestjs/common';
import type { Module } from '@nestjs/core/injector/module.js';
import { MODULE_PATH, PATH_METADATA } from './nest-metadata.ts';

/**
 * Every path of a handler: the paths of its module (`RouterModule`), its controller and the handler itself,
 * joined. The application's global prefix and versions are not included.
 */
export function pathsOf(controller: Type, handler: object, modulePath: string): string[] {
  const declared = (target: object) =>
    [(Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined) ?? ''].flat();
  return declared(controller).flatMap((prefix) =>
    declared(handler).map((path) =>
      `/${modulePath}/${prefix}/${path}`.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
    ),
  );
}

/** The parameters that occur in all of these paths. */
export function paramsOf(paths: readonly string[]): ReadonlySet<string> {
  const [first = [], ...others] = paths.map((path) =>
    Array.from(path.matchAll(/:(\w+)/g), ([, name]) => name),
  );
  return new Set(
    first.filter((name) => name !== undefined && others.every((each) => each.includes(name))) as string[],
  );
}

/** The path that `RouterModule.register()` set for the module of a controller in this application. */
export function modulePathOf(module: Module | undefined, applicationId: string): string {
  if (!module) return '';
  const ofApplication: unknown = Reflect.getMetadata(MODULE_PATH + applicationId, module.metatype);
  const path: unknown = ofApplication ?? Reflect.getMetadata(MODULE_PATH, module.metatype);
  return typeof path === 'string' ? path : '';
}
