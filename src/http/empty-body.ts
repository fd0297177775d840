import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { z } from 'zod';
import { routeOf } from '../openapi/route.decorator';

/** No body, or an object without members. */
const emptyBody = z.strictObject({}).optional();

const WITH_BODY: ReadonlySet<unknown> = new Set([
  RequestMethod.POST,
  RequestMethod.PUT,
  RequestMethod.PATCH,
  RequestMethod.DELETE,
]);

const READS_BODY = [RouteParamtypes.BODY, RouteParamtypes.RAW_BODY, RouteParamtypes.REQUEST].map(
  (type) => `${type}:`,
);

/**
 * An extra parameter for handlers that take no body, so that validation refuses a body with members;
 * undefined for a handler that reads the body or the request, or has no `@Route`. The handler gets the
 * value as an additional last argument.
 *
 * @param parameters Nest's parameters of the handler, by `type:index`
 */
export function emptyBodyParameter(
  handler: object,
  parameters: Readonly<Record<string, { readonly index: number }>>,
): { readonly key: string; readonly index: number; readonly schema: z.ZodType } | undefined {
  const route = routeOf(handler);
  if (!route || route.request || !WITH_BODY.has(Reflect.getMetadata(METHOD_METADATA, handler)))
    return undefined;
  if (Object.keys(parameters).some((key) => READS_BODY.some((type) => key.startsWith(type))))
    return undefined;
  const index = Math.max(-1, ...Object.values(parameters).map((parameter) => parameter.index)) + 1;
  return { key: `${RouteParamtypes.BODY}:${index}`, index, schema: emptyBody };
}
