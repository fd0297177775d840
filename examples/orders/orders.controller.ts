import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { Authorize, claim, contains, Groups, machine, not, Principal, Public } from 'lifeguard-auth';
import { z } from 'zod';
import { Route } from '../../src/openapi/route.decorator';
import { Permit } from '../../src/permit/permit.decorator';
import { Problem } from '../../src/problems/problem';
import { newOrder, order, type NewOrder, type Order } from './order';
import { OrderEntities } from './order.entities';
import { OrdersService } from './orders.service';

/** Requires `agent` among the token's roles, which a rule of the trigger adds (trigger/rules.yaml). */
const agent = claim('roles', contains('agent'));

const ORDER = { type: 'Order', param: 'id' } as const;

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  /** Anyone, without a token. */
  @Public()
  @Get('count')
  @Route({ summary: 'Count the orders', body: z.number() })
  count(): number {
    return this.orders.all().length;
  }

  /** Callers whose token has the claim. */
  @Authorize(agent)
  @Get()
  @Route({ summary: 'List all orders', body: z.array(order) })
  list(): Order[] {
    return this.orders.all();
  }

  /** Members of either group. */
  @Groups('support', 'admin')
  @Get('export')
  @Route({ summary: 'Export the orders as text', body: z.string() })
  export(): string {
    return this.orders
      .all()
      .map(({ id, item }) => `${id},${item}`)
      .join('\n');
  }

  /** Any person. */
  @Authorize(not(machine()))
  @Post()
  @Route({ summary: 'Create an order', status: 201, body: order })
  create(@Body({ schema: newOrder }) body: NewOrder, @Principal() caller: Principal): Order {
    return this.orders.create(body, caller);
  }

  /** Callers that `policies/orders.cedar` permits to read this order. */
  @Permit({ action: 'orders:read', resource: ORDER, entities: OrderEntities })
  @Get(':id')
  @Route({ summary: 'Get an order', body: order, problems: ['not_found'] })
  find(@Param('id') id: string): Order {
    const found = this.orders.find(id);
    if (!found) throw new Problem('not_found', 'The order does not exist.');
    return found;
  }

  /** Callers that the same file permits to cancel it. */
  @Permit({ action: 'orders:cancel', resource: ORDER, entities: OrderEntities })
  @Delete(':id')
  @Route({ summary: 'Cancel an order' })
  cancel(@Param('id') id: string): void {
    this.orders.cancel(id);
  }
}
