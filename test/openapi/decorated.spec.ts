import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IdToken, LifeguardModule, Public, RequiresIdToken, type Identity } from 'lifeguard-auth';
import { z } from 'zod';
import { parseSettings } from '../../src/config/settings';
import { SettingsModule } from '../../src/config/settings.module';
import { buildDocument } from '../../src/openapi/document';
import { Route } from '../../src/openapi/route.decorator';
import { TEST_ENVIRONMENT } from '../support/service';

const order = z.object({ id: z.string() }).meta({ id: 'Order' });

@Controller('orders')
class OrdersController {
  @Get()
  @Route({ summary: 'List orders', body: z.array(order) })
  list(): [] {
    return [];
  }

  @Post()
  @ApiTags('shop')
  @ApiHeader({ name: 'X-Shop', description: 'The shop' })
  @ApiOperation({ operationId: 'placeOrder', description: 'A description of the team' })
  @ApiResponse({ status: 201, description: 'Placed', links: {} })
  @ApiResponse({ status: 418, description: 'Out of coffee' })
  @Route({ summary: 'Place an order', description: 'Ours', status: 201, body: order, problems: ['conflict'] })
  place(@Body({ schema: z.strictObject({ item: z.string() }) }) { item }: { item: string }): { id: string } {
    return { id: item };
  }

  @Get('mine')
  mine(@IdToken() identity?: Identity): object {
    return { identity };
  }

  @Get('ours')
  @RequiresIdToken()
  ours(): object {
    return {};
  }

  @Get('plain')
  @Public()
  plain(): string {
    return 'no decorator of the document';
  }
}

@Module({
  imports: [
    SettingsModule.forRoot(parseSettings(TEST_ENVIRONMENT)),
    LifeguardModule.forRoot({
      userPoolId: 'eu-west-1_TestPool1',
      clientIds: ['client'],
      jwksUri: 'http://127.0.0.1:9/jwks.json',
    }),
  ],
  controllers: [OrdersController],
})
class ShopModule {}

describe('the document of an additional controller', () => {
  let app: NestFastifyApplication;
  let document: ReturnType<typeof buildDocument>;
  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(ShopModule, new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
    document = buildDocument(app);
  });
  afterAll(() => app.close());

  it('names an operation after its handler and a tag after its path', () => {
    expect(document.paths['/orders']?.get).toMatchObject({
      operationId: 'listOrders',
      tags: ['orders'],
      summary: 'List orders',
      responses: { 200: { description: 'Success', content: { 'application/json': {} } } },
    });
  });

  it('has the header of an ID token only if the handler reads it', () => {
    const header = { name: 'X-Id-Token', in: 'header', schema: { type: 'string' } };
    expect(document.paths['/orders/mine']?.get).toMatchObject({
      parameters: [{ ...header, required: false }],
      responses: { 401: expect.anything() },
    });
    expect(document.paths['/orders/ours']?.get?.parameters).toEqual([
      expect.objectContaining({ ...header, required: true }),
    ]);
    const { mine, ours, plain } = {
      mine: JSON.stringify(document.paths['/orders/mine']),
      ours: JSON.stringify(document.paths['/orders/ours']),
      plain: JSON.stringify([document.paths['/orders/plain'], document.paths['/orders']]),
    };
    expect(mine).toContain('identity_mismatch');
    expect(mine).not.toContain('identity_missing');
    expect(ours).toContain('identity_missing');
    expect(plain).not.toMatch(/X-Id-Token|identity_mismatch/);
  });

  it('keeps the decorators of @nestjs/swagger, and adds the rest from @Route', () => {
    expect(document.paths['/orders']?.post).toMatchObject({
      operationId: 'placeOrder',
      tags: ['shop'],
      summary: 'Place an order',
      description: expect.stringContaining('A description of the team'),
      parameters: [{ name: 'X-Shop', in: 'header' }],
      requestBody: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/PlaceOrderRequest' } } },
      },
      responses: {
        201: {
          description: 'Placed',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
        },
        409: { description: expect.stringContaining('`conflict`') },
        418: { description: 'Out of coffee' },
      },
    });
  });

  it('includes a handler without documentation decorators', () => {
    expect(document.paths['/orders/plain']?.get).toMatchObject({
      operationId: 'plainOrders',
      security: [],
      responses: { 200: {} },
    });
  });

  it('is the same when it is built again', () => {
    expect(JSON.stringify(buildDocument(app))).toBe(JSON.stringify(document));
  });
});
