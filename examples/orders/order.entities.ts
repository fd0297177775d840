import { Inject, Injectable } from '@nestjs/common';
import type { CognitoSettings } from '../../src/config/settings';
import { SETTINGS } from '../../src/config/settings.token';
import { userEntity, type Resource, type ResourceEntities } from '../../src/permit/resource.entities';
import { OrdersService } from './orders.service';

/** The attributes of an order for the policies in `policies/orders.cedar`. */
@Injectable()
export class OrderEntities implements ResourceEntities {
  constructor(
    private readonly orders: OrdersService,
    @Inject(SETTINGS.cognito) private readonly pool: CognitoSettings,
  ) {}

  load(id: string): Resource | undefined {
    const order = this.orders.find(id);
    if (!order) return undefined;
    const { buyer, tenant } = order;
    return {
      attributes: { buyer: userEntity(this.pool.userPoolId, buyer), ...(tenant !== undefined && { tenant }) },
    };
  }
}
