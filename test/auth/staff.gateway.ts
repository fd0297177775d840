import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { Acr, MaxAge, Pool } from 'lifeguard-auth';

/** Messages that require another pool or a step-up. */
@WebSocketGateway()
export class StaffGateway {
  @SubscribeMessage('first')
  first(): WsResponse<number> {
    return { event: 'first', data: 1 };
  }

  @Pool('staff')
  @SubscribeMessage('staff')
  staff(): WsResponse<number> {
    return { event: 'staff', data: 1 };
  }

  @MaxAge(300)
  @SubscribeMessage('fresh')
  fresh(): WsResponse<number> {
    return { event: 'fresh', data: 1 };
  }

  @Acr('gold')
  @SubscribeMessage('strong')
  strong(): WsResponse<number> {
    return { event: 'strong', data: 1 };
  }
}
