import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '../../problems/problem';
import { acceptedCoding } from './accepted-coding';
import type { BuiltAsset, BuiltPages } from './built-pages';
import { ASSET_HEADERS, PAGE_HEADERS } from './page-headers';
import { writeSettings, type PageSettings } from './page-settings';

/** Serves the account pages, the console (unless it is off) and their assets from memory, and no other file. */
export function servePages(server: FastifyInstance, pages: BuiltPages, settings: PageSettings): void {
  const page = (path: string, html: string): void => {
    const content = Buffer.from(writeSettings(html, settings));
    server.get(path, (_request, reply) => reply.headers(PAGE_HEADERS).send(content));
  };
  page('/account', pages.account);
  page('/account/tokens', pages.tokens);
  if (settings.console) page('/console', pages.console);
  server.get<{ Params: { name: string } }>('/account/assets/:name', (request, reply) => {
    const asset = pages.assets.get(request.params.name);
    if (!asset) throw new Problem('route_not_found', 'There is no route at this address.');
    return sendAsset(asset, request.headers['accept-encoding'], reply);
  });
}

function sendAsset(asset: BuiltAsset, accepts: string | undefined, reply: FastifyReply): FastifyReply {
  const coding = acceptedCoding(accepts);
  const encoded = coding && asset[coding];
  void reply.headers(ASSET_HEADERS).type(asset.type);
  if (encoded) void reply.header('content-encoding', coding);
  return reply.send(encoded ?? asset.identity);
}
