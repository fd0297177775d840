import { Module, type DynamicModule } from '@nestjs/common';
import { LifeguardModule, type LifeguardOptions } from 'lifeguard-auth';
import { OrdersController } from './orders.controller';

@Module({ controllers: [OrdersController] })
export class AppModule {
  static with(options: LifeguardOptions): DynamicModule {
    return { module: AppModule, imports: [LifeguardModule.forRoot(options)] };
  }
}
