import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RoutePolicies } from 'lifeguard-auth';
import { annotate } from './annotate';
import { applyApiDecorators, type Swagger } from './api.decorators';
import { problemSchema } from './problem.schema';

const DESCRIPTION = `Lifeguard guards an Amazon Cognito user pool.

Send the access token (not the ID token) as \`Authorization: Bearer <token>\`; press **Authorize** and paste it to call
any route from this page. Every error is a problem document (RFC 9457) whose \`code\` is stable. Each route states its
policy: who may call it.`;

/** The OpenAPI document: routes, schemas, policies and problems, all read from what runs. */
export function buildDocument(app: NestFastifyApplication): OpenAPIObject {
  // Loading it takes a tenth of a start, and most instances are never asked for the document.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const swagger = require('@nestjs/swagger') as Swagger;
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype === 'function') applyApiDecorators(swagger, metatype as { prototype: object });
  }
  const config = new swagger.DocumentBuilder()
    .setTitle('Lifeguard')
    .setDescription(DESCRIPTION)
    .setVersion('1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'accessToken')
    .build();
  const document = swagger.SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  for (const route of app.get(RoutePolicies).list()) annotate(document, route);
  return document;
}
