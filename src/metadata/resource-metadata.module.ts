import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/settings';
import { RESOURCE_METADATA_URL } from '../problems/challenge';
import { metadataPath, metadataUrl, toMetadata } from './metadata';
import { resourceMetadataController } from './resource-metadata.controller';

/**
 * Serves protected resource metadata for OAuth clients (RFC 9728). It needs `PUBLIC_URL`: callers choose
 * the `Host` header, so a URL built from it could send clients elsewhere.
 */
@Module({})
export class ResourceMetadataModule {
  static forRoot(settings: Settings, publicUrl: string): DynamicModule {
    return {
      module: ResourceMetadataModule,
      global: true,
      controllers: [resourceMetadataController(metadataPath(publicUrl), toMetadata(settings, publicUrl))],
      providers: [{ provide: RESOURCE_METADATA_URL, useValue: metadataUrl(publicUrl) }],
      exports: [RESOURCE_METADATA_URL],
    };
  }
}
