import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Groups, Owner, Principal, Public, Revocations, Scopes } from 'lifeguard-auth';

@Controller('orders')
export class OrdersController {
  constructor(private readonly revocations: Revocations) {}

  /** Accepts any valid access token. */
  @Get()
  list(@Principal() caller: Principal): object {
    return { sub: caller.sub, orders: [{ id: '1' }] };
  }

  @Public()
  @Get('menu')
  menu(): object {
    return { dishes: ['soup'] };
  }

  @Scopes('orders/export')
  @Get('export')
  export(): object {
    return { rows: 1 };
  }

  @Owner('sub')
  @Get('of/:sub')
  ofOwner(@Param('sub') sub: string): object {
    return { sub };
  }

  @Groups('admin')
  @Delete(':id')
  remove(@Param('id') id: string): object {
    return { removed: id };
  }

  /** Refuses the caller's token from now on. */
  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Principal() caller: Principal): Promise<void> {
    await this.revocations.revokeToken(String(caller.claims.jti));
  }
}
