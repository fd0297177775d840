import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/settings';
import { RESOURCE_METADATA_URL } from '../problems/challenge';
import { metadataPath, metadataUrl, toMetadata } from './metadata';
import { resourceMetadataController } from './resource-metadata.controller';

/**
 * Tells OAuth clients where tokens come from (RFC 9728), where `PUBLIC_URL` says under which address they know the
 * service: the `Host` of a request is the caller's word, and a client that trusted it could be led astray.
 */
@Module({})
export class ResourceMetadataModule {
  static forRoot(settings: Settings & { readonly publicUrl: string }): DynamicModule {
    const { publicUrl } = settings;
    return {
      module: ResourceMetadataModule,
      global: true,
      controllers: [resourceMetadataController(metadataPath(publicUrl), toMetadata(settings, publicUrl))],
      providers: [{ provide: RESOURCE_METADATA_URL, useValue: metadataUrl(publicUrl) }],
      exports: [RESOURCE_METADATA_URL],
    };
  }
}
