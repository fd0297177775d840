import { Injectable } from '@nestjs/common';
import type { Principal } from 'lifeguard-auth';
import type { NewOrder, Order } from './order';

/** Orders, in memory. */
@Injectable()
export class OrdersService {
  readonly #orders = new Map<string, Order>();

  all(): Order[] {
    return [...this.#orders.values()];
  }

  find(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  /** The order belongs to the caller, and to the tenant in the caller's token. */
  create({ item }: NewOrder, { sub, claims }: Principal): Order {
    const tenant = typeof claims['tenant'] === 'string' ? { tenant: claims['tenant'] } : {};
    const order = { id: String(this.#orders.size + 1), item, buyer: sub, ...tenant };
    this.#orders.set(order.id, order);
    return order;
  }

  cancel(id: string): void {
    this.#orders.delete(id);
  }
}
