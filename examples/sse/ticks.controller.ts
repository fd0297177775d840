import { Readable } from 'node:stream';
import { setInterval as ticks } from 'node:timers/promises';
import { Controller, Get, HttpCode, Post, Sse, StreamableFile, type MessageEvent } from '@nestjs/common';
import { Principal, Public, Revocations } from 'lifeguard-auth';
import { interval, map, take, type Observable } from 'rxjs';

@Controller()
export class TicksController {
  constructor(private readonly revocations: Revocations) {}

  /** Endless events, which end with the caller's token. */
  @Sse('ticks')
  ticks(): Observable<MessageEvent> {
    return interval(50).pipe(map((tick) => ({ data: { tick } })));
  }

  @Public()
  @Sse('three')
  three(): Observable<MessageEvent> {
    return interval(10).pipe(
      take(3),
      map((tick) => ({ data: { tick } })),
    );
  }

  /** Another long response. It is cut off when the token ends, so that a partial file does not look complete. */
  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from(lines()));
  }

  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Principal() caller: Principal): Promise<void> {
    await this.revocations.revokeToken(String(caller.claims.jti));
  }
}

async function* lines(): AsyncGenerator<string> {
  for await (const _ of ticks(50)) yield 'line\n';
}
