import { applyDecorators, UseGuards } from '@nestjs/common';
import { documentRequirement } from '../openapi/requirement';
import { setPermission, type Permission } from './permission';
import { PermitGuard } from './permit.guard';

/**
 * Admits a caller only if the Cedar policies allow the action on the resource. It adds to the other
 * decorators and never loosens them: the access guard runs first, and a refusal is 403 `forbidden`.
 *
 * @example `@Permit({ action: 'orders:read', resource: { type: 'Order', param: 'id' }, entities:
 * OrderEntities })`
 */
export const Permit = (permission: Permission): MethodDecorator =>
  applyDecorators(UseGuards(PermitGuard), (_target, _key, descriptor: PropertyDescriptor) => {
    const handler = descriptor.value as object;
    setPermission(handler, permission);
    documentRequirement(handler, requirement(permission));
  });

const requirement = ({ action, resource }: Permission): string =>
  `the policies allow \`${action}\` on the ${resource?.type} \`${resource?.param}\``;
