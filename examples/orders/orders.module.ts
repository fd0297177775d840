import { Module } from '@nestjs/common';
import { OrderEntities } from './order.entities';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';

/** A module of your own: every route is closed unless its decorators open it. */
@Module({ controllers: [OrdersController], providers: [OrdersService, OrderEntities] })
export class OrdersModule {}
