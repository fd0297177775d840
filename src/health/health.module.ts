import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Draining } from '../shutdown/draining';
import { HealthController } from './health.controller';
import { Readiness } from './readiness';

@Module({
  // Terminus would log every failed probe, which the request log already does.
  imports: [TerminusModule.forRoot({ logger: false, gracefulShutdownTimeoutMs: 0 })],
  controllers: [HealthController],
  providers: [Readiness, Draining],
})
export class HealthModule {}
