import type { Type } from '@nestjs/common';
import type { MetadataScanner } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { isGateway, isMessage } from './handler-kind.ts';

export const hasGateways = (providers: readonly InstanceWrapper[]): boolean =>
  providers.some(({ metatype }) => typeof metatype === 'function' && isGateway(metatype as Type));

export const hasMessages = (controllers: readonly InstanceWrapper[], scanner: MetadataScanner): boolean =>
  controllers.some(({ metatype }) => {
    const prototype = (metatype as Type | null)?.prototype as Record<string, unknown> | undefined;
    return (
      prototype !== undefined &&
      scanner.getAllMethodNames(prototype).some((name) => isMessage(prototype[name]))
    );
  });
