import { describeWithRedis, RedisServer } from '../support/redis';
import { Instances } from './instances';

describeWithRedis('The last admin, with two instances on one Redis', () => {
  let redis: RedisServer;
  let instances: Instances;
  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = await Instances.before(redis);
  }, 60_000);
  afterAll(async () => {
    await instances.close();
    await redis.close();
  });

  it('is kept when two admins remove each other at the same moment on different instances', async () => {
    const [one, other] = await Promise.all([instances.start(), instances.start()]);
    await Promise.all([one.ready(), other.ready()]);
    const root = instances.token('root', { 'cognito:groups': ['admin'] });
    const joined = await one.ask('/users/user01/groups/admin', { method: 'PUT', token: root });
    expect(joined.status).toBe(204);
    const iat = Math.floor(Date.now() / 1000) + 1;
    const user01 = instances.token('user01', { 'cognito:groups': ['admin'], iat });
    const remove = (instance: typeof one, name: string, token: string) =>
      instance.ask(`/users/${name}/groups/admin`, { method: 'DELETE', token });
    const answers = await Promise.all([remove(one, 'user01', root), remove(other, 'root', user01)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'last_admin' });
  }, 60_000);
});
