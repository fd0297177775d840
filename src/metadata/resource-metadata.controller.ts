import { Controller, Get, Header, type Type } from '@nestjs/common';
import { ApiTags } from '../openapi/api.decorators';
import { Public } from 'lifeguard-auth';
import { Route } from '../openapi/route.decorator';
import { resourceMetadataSchema, type ResourceMetadata } from './metadata';

/** The controller of one document, at the path that its resource puts it at. */
export function resourceMetadataController(path: string, metadata: ResourceMetadata): Type {
  @ApiTags('Discovery')
  @Public()
  @Controller(path)
  class ResourceMetadataController {
    @Get()
    @Header('Cache-Control', 'public, max-age=3600')
    @Route({
      summary: 'Where tokens for this service come from, and which scopes it knows',
      description: 'OAuth 2.0 Protected Resource Metadata (RFC 9728). Challenges point here.',
      body: resourceMetadataSchema,
    })
    read(): ResourceMetadata {
      return metadata;
    }
  }
  return ResourceMetadataController;
}
