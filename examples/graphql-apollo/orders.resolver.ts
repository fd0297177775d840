import { Args, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { Groups, Owner, Principal, Public, Revocations } from 'lifeguard-auth';
import { OrderFeed } from './order.feed';
import { Order } from './order.type';

@Resolver(() => Order)
export class OrdersResolver {
  constructor(
    private readonly feed: OrderFeed,
    private readonly revocations: Revocations,
  ) {}

  @Public()
  @Query(() => String)
  menu(): string {
    return 'soup';
  }

  /** Any valid access token. */
  @Query(() => String)
  me(@Principal() caller: Principal): string {
    return caller.sub;
  }

  @Query(() => [Order])
  orders(): Order[] {
    return [{ id: '1' }];
  }

  @Owner('sub')
  @Query(() => [Order])
  ordersOf(@Args('sub') _sub: string): Order[] {
    return [{ id: '2' }];
  }

  @Groups('admin')
  @Mutation(() => Order)
  addOrder(@Args('id') id: string): Order {
    this.feed.publish({ id });
    return { id };
  }

  @Mutation(() => Boolean)
  async signOut(@Principal() caller: Principal): Promise<boolean> {
    await this.revocations.revokeToken(String(caller.claims.jti));
    return true;
  }

  /** Evaluated for every order, because the modules set `fieldResolverEnhancers: ['guards']`. */
  @Groups('support')
  @ResolveField(() => String, { nullable: true })
  note(@Parent() order: Order): string {
    return `Note on order ${order.id}`;
  }

  /** Ends when the token of the subscriber ends. */
  @Subscription(() => Order)
  orderAdded(): AsyncIterable<{ orderAdded: Order }> {
    return this.feed.orders();
  }
}
