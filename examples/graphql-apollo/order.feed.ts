import { EventEmitter, on } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { Order } from './order.type';

/** New orders, for every subscriber. */
@Injectable()
export class OrderFeed {
  readonly #events = new EventEmitter();

  publish(order: Order): void {
    this.#events.emit('order', order);
  }

  async *orders(): AsyncGenerator<{ orderAdded: Order }> {
    for await (const [orderAdded] of on(this.#events, 'order') as AsyncIterable<[Order]>)
      yield { orderAdded };
  }
}
