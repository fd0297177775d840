import { Body, Controller, createParamDecorator, Get, Module, Param, Post, Query } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { Problem } from '../problems/problem';
import { SchemaValidation } from './validation';

const Secret = createParamDecorator(() => 'secret');
let validated = 0;
const body = z.strictObject({ size: z.number().refine(() => (validated += 1) > 0) });
const seen: unknown[] = [];
/** A pipe of the parameter itself, which returns its input in capitals. */
const shout = {
  transform: (value: unknown) => {
    seen.push(value);
    return value;
  },
};

class Base {
  @Post()
  make(@Body({ schema: body, pipes: [shout] }) made: unknown): unknown {
    return { made };
  }
}

@Controller('things')
class ThingsController extends Base {
  @Get(':id')
  find(
    @Param({ schema: z.object({ id: z.coerce.number() }) }) id: unknown,
    @Query() query: unknown,
  ): unknown {
    return { id, query };
  }

  @Get()
  secret(@Secret({ schema: z.number() }) value: unknown): unknown {
    return { value };
  }
}

/** A second class with the same handlers. */
@Controller('others')
class OthersController extends Base {}

@Module({
  imports: [DiscoveryModule],
  controllers: [ThingsController, OthersController],
  providers: [SchemaValidation],
})
class AppModule {}

describe('SchemaValidation', () => {
  let app: NestFastifyApplication;
  const answers: unknown[] = [];
  const answer = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const response = await app.inject({ method, url, ...(payload && { payload }) });
    return response.statusCode < 400 ? response.json<unknown>() : answers.pop();
  };

  const start = async () => {
    const made = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
      logger: false,
    });
    made.useGlobalFilters({
      catch: (error: unknown, host) => {
        answers.push(error);
        host.switchToHttp().getResponse<{ code(status: number): { send(): void } }>().code(400).send();
      },
    });
    made.get(SchemaValidation).bind();
    return made.init();
  };

  beforeAll(async () => (app = await start()));
  afterAll(() => app.close());
  beforeEach(() => {
    validated = 0;
    seen.splice(0);
  });

  it.each(['/things', '/others'])('validates a body at %s once, before its other pipes', async (url) => {
    await expect(answer('POST', url, { size: 1 })).resolves.toEqual({ made: { size: 1 } });
    expect(validated).toBe(1);
    expect(seen).toEqual([{ size: 1 }]);
    const refusal = (await answer('POST', url, { size: '1', color: 'red' })) as Problem;
    expect(refusal.code).toBe('validation_failed');
    expect(refusal.options.errors?.map(({ path }) => path)).toEqual(['size', 'color']);
    expect(seen).toHaveLength(1);
  });

  it('passes the parsed parameter to the handler, and leaves parameters without a schema unchanged', async () => {
    await expect(answer('GET', '/things/7?a=1')).resolves.toEqual({ id: { id: 7 }, query: { a: '1' } });
    await expect(answer('GET', '/things/x')).resolves.toBeInstanceOf(Problem);
  });

  it('validates a parameter of a custom decorator with its schema', async () => {
    await expect(answer('GET', '/things')).resolves.toBeInstanceOf(Problem);
  });

  it('binds validation once for a controller in several applications of a process', async () => {
    const another = await start();
    await another.inject({ method: 'POST', url: '/things', payload: { size: 1 } });
    expect(validated).toBe(1);
    await another.close();
  });
});
