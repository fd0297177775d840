import { MessageBody, SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { Groups, Owner, Principal, Public, Revocations } from 'lifeguard-auth';

@WebSocketGateway()
export class OrdersGateway {
  constructor(private readonly revocations: Revocations) {}

  @Public()
  @SubscribeMessage('menu')
  menu(): WsResponse<string> {
    return { event: 'menu', data: 'soup' };
  }

  /** Any valid access token. */
  @SubscribeMessage('me')
  me(@Principal() caller: Principal): WsResponse<string> {
    return { event: 'me', data: caller.sub };
  }

  @Groups('admin')
  @SubscribeMessage('remove')
  remove(@MessageBody('id') id: string): WsResponse<string> {
    return { event: 'removed', data: id };
  }

  /** The payload names the caller: `{ sub }`. */
  @Owner('sub')
  @SubscribeMessage('mine')
  mine(@MessageBody('sub') sub: string): WsResponse<string> {
    return { event: 'mine', data: sub };
  }

  /** Refuses the token of the connection from now on, which ends the connection. */
  @SubscribeMessage('sign-out')
  async signOut(@Principal() caller: Principal): Promise<void> {
    await this.revocations.revokeToken(String(caller.claims.jti));
  }
}
