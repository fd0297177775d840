import fastify from 'fastify';
import type { ListedRoute } from 'lifeguard-auth';
import { ConstantAnswer, ConstantAnswers } from './constant-answer';
import { serializeOnce, toJson } from './serialized-once';

class Controller {
  @ConstantAnswer(serializeOnce({ status: 'ok' }))
  live(this: void): void {
    // Never called.
  }

  other(this: void): void {
    // Has no constant answer.
  }
}

const listed = (
  path: string,
  handler: () => void,
  kind: 'public' | 'authenticated' = 'public',
): ListedRoute => ({
  method: 'GET',
  path,
  handler,
  name: `Controller.${handler.name}`,
  policy: { kind },
});

describe('ConstantAnswers', () => {
  it('sends a constant answer without calling the handler, and calls the handlers of other routes', async () => {
    const server = fastify().setReplySerializer(toJson);
    const answers = new ConstantAnswers();
    server.addHook('onRoute', (route) => answers.serve(route));
    const called: string[] = [];
    for (const path of ['/live', '/other'])
      server.get(path, () => {
        called.push(path);
        return { path };
      });
    const { live, other } = Controller.prototype;
    answers.learn({ list: () => [listed('/live', live), listed('/other', other)] });
    const [constant, ordinary] = await Promise.all(['/live', '/other'].map((path) => server.inject(path)));
    expect(constant?.body).toBe('{"status":"ok"}');
    expect(constant?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(ordinary?.json()).toEqual({ path: '/other' });
    expect(called).toEqual(['/other']);
    await server.close();
  });

  it('refuses a route that is not public', () => {
    const { live } = Controller.prototype;
    expect(() =>
      new ConstantAnswers().learn({ list: () => [listed('/live', live, 'authenticated')] }),
    ).toThrow('Controller.live: a route with a constant answer must be public');
  });
});
