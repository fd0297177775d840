import { Module } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { AllowedMethods } from './allowed-methods';
import { ProblemFilter } from './problem.filter';
import { SchemaValidation } from './validation';

@Module({
  imports: [DiscoveryModule],
  providers: [AllowedMethods, { provide: APP_FILTER, useClass: ProblemFilter }, SchemaValidation],
  exports: [AllowedMethods],
})
export class ProblemsModule {}
