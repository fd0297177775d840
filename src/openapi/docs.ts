import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Problem } from '../problems/problem';
import { buildDocument } from './document';

/** The files of Swagger UI that the page uses, with their types. No other file of the package is served. */
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Paths that are served to anyone in addition to the routes of controllers. */
export const DOCUMENT_PATHS: readonly string[] = [
  '/openapi.json',
  '/docs',
  '/docs/',
  '/docs/swagger-ui-init.js',
  ...Object.keys(ASSETS).map((name) => `/docs/${name}`),
];

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Lifeguard</title>
  <link rel="stylesheet" href="./docs/swagger-ui.css">
  <link rel="icon" type="image/png" href="./docs/favicon-32x32.png" sizes="32x32">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="./docs/swagger-ui-bundle.js"></script>
  <script src="./docs/swagger-ui-init.js"></script>
</body>
</html>
`;

// A separate file, because the page's Content-Security-Policy forbids inline scripts.
const SCRIPT = `window.ui = SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
`;

/** Serves the document at `/openapi.json` and Swagger UI at `/docs`; both are built on the first request. */
export function serveDocs(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  let document: Buffer | undefined;
  server.get('/openapi.json', (_request, reply) => {
    document ??= Buffer.from(JSON.stringify(buildDocument(app)));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  const sendPage = (page: string) => (_request: unknown, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(page);
  server.get('/docs', sendPage(PAGE));
  server.get('/docs/', sendPage(PAGE.replaceAll('./docs/', './')));
  server.get('/docs/swagger-ui-init.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(SCRIPT),
  );
  server.get<{ Params: { asset: string } }>('/docs/:asset', (request, reply) =>
    sendAsset(request.params.asset, reply),
  );
}

/** Each file is read once, so that the responses of many requests share one buffer. */
const contents = new Map<string, Promise<Buffer>>();

async function sendAsset(name: string, reply: FastifyReply): Promise<FastifyReply> {
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (type === undefined) throw new Problem('route_not_found', 'There is no route at this URL.');
  const content = contents.get(name) ?? readAsset(name);
  contents.set(name, content);
  return reply.type(type).send(await content);
}

function readAsset(name: string): Promise<Buffer> {
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const content = readFile(join(folder, name));
  content.catch(() => contents.delete(name));
  return content;
}
