import { Controller, Get, Header, type Type } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { Route } from '../openapi/route.decorator';
import { resourceMetadataSchema, type ResourceMetadata } from './metadata';

/** A controller for one metadata document at the given path. */
export function resourceMetadataController(path: string, metadata: ResourceMetadata): Type {
  @Public()
  @Controller(path)
  class ResourceMetadataController {
    @Get()
    @Header('Cache-Control', 'public, max-age=3600')
    @Route({
      id: 'getResourceMetadata',
      tag: 'discovery',
      summary: 'Get the protected resource metadata of this service',
      description: 'OAuth 2.0 Protected Resource Metadata (RFC 9728). Challenges point here.',
      body: resourceMetadataSchema,
    })
    read(): ResourceMetadata {
      return metadata;
    }
  }
  return ResourceMetadataController;
}
