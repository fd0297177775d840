import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Permissions } from './permissions';
import { PermitStatistics } from './permit.statistics';

/** Makes `@Permit` work in every module. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [Permissions, PermitStatistics],
  exports: [Permissions, PermitStatistics],
})
export class PermitModule {}
