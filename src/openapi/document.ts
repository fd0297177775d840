import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RoutePolicies } from 'lifeguard-auth';
import type { HttpSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { annotate } from './annotate';
import { convertSchema } from './json-schema';
import { problemSchema } from './problem.schema';

const DESCRIPTION = `Lifeguard guards an Amazon Cognito user pool.

Send the access token (not the ID token) as \`Authorization: Bearer <token>\`; press **Authorize** and paste it to call
any route from this page. Every error is a problem document (RFC 9457) whose \`code\` is stable. Each route states who may call it.`;

/** The OpenAPI document: routes, schemas, policies and problems, all read from the running application. */
export function buildDocument(app: NestFastifyApplication): OpenAPIObject {
  // Loaded here because it takes a tenth of the startup time, and most instances never serve the document.
  const swagger = require('@nestjs/swagger') as typeof import('@nestjs/swagger');
  const { publicUrl } = app.get<HttpSettings>(SETTINGS.http, { strict: false });
  const config = new swagger.DocumentBuilder()
    .setTitle('Lifeguard')
    .setDescription(DESCRIPTION)
    .setVersion(packageVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addServer(publicUrl ?? '/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'accessToken')
    .build();
  const document = swagger.SwaggerModule.createDocument(app, config, {
    // `annotate` names operations and tags, unless a decorator of `@nestjs/swagger` has done so.
    operationIdFactory: () => '',
    autoTagControllers: false,
    standardSchemaConverter: convertSchema,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  for (const route of app.get(RoutePolicies).list()) annotate(document, route);
  return document;
}

/** The version in package.json, which has the same relative path from `src/openapi` and `dist/openapi`. */
function packageVersion(): string {
  return (require('../../package.json') as { version: string }).version;
}
