import type { ArgumentsHost } from '@nestjs/common';
import type { Logger } from 'pino';
import type { BrowserSettings } from '../config/settings';
import { FailurePageFilter } from './failure-page.filter';

describe('the filter of failed navigations', () => {
  it('logs an unhandled error with its stack, and keeps it off the page', () => {
    const logged: unknown[][] = [];
    const logger = { error: (...line: unknown[]) => logged.push(line) } as unknown as Logger;
    const sent: string[] = [];
    const reply = { code: () => reply, headers: () => reply, send: (page: string) => sent.push(page) };
    const request = { id: 'request-1', headers: { accept: 'text/html' } };
    const host = { getArgByIndex: (index: number) => [request, reply][index] } as unknown as ArgumentsHost;
    const settings = { publicUrl: 'https://app.example.com' } as BrowserSettings;

    new FailurePageFilter(settings, logger).catch(new TypeError('secret'), host);

    expect(logged).toEqual([
      [
        expect.objectContaining({
          requestId: 'request-1',
          code: 'internal_error',
          stack: expect.stringContaining('failure-page.filter.spec.ts'),
        }),
        'unhandled error',
      ],
    ]);
    expect(sent).toEqual([expect.stringContaining('<small>Request request-1</small>')]);
    expect(sent[0]).not.toContain('secret');
  });
});
