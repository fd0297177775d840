import { Controller } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { allOf, Authorize, Groups, machine, Owner, Principal, Public, scope, Scopes } from 'lifeguard-auth';

@Controller()
export class OrdersController {
  readonly #shipped: string[] = [];

  @Public()
  @MessagePattern('menu')
  menu(): string {
    return 'soup';
  }

  /** Any valid access token, in the metadata or as the payload's `accessToken`. */
  @MessagePattern('me')
  me(@Principal() caller: Principal): string {
    return caller.sub;
  }

  @Groups('admin')
  @MessagePattern('remove')
  remove(@Payload('id') id: string): string {
    return id;
  }

  @Owner('sub')
  @MessagePattern('mine')
  mine(@Payload('sub') sub: string): string {
    return sub;
  }

  @Authorize(allOf(machine(), scope('orders/ship')))
  @EventPattern('shipped')
  onShipped(@Payload('id') id: string): void {
    this.#shipped.push(id);
  }

  @Scopes('orders/read')
  @MessagePattern('shipped-orders')
  shipped(): string[] {
    return this.#shipped;
  }
}
