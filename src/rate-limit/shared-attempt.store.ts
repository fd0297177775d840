import type { SharedStore } from 'lifeguard-auth/redis';
import {
  FIRST_DELAY_MS,
  MAX_DELAY_MS,
  type AttemptLimit,
  type AttemptOutcome,
  type AttemptStart,
  type AttemptStore,
} from './attempt-store';

/** How long an attempt waits for Redis to count it; after that this instance counts it. */
const ANSWER_MS = 500;

/**
 * The bookkeeping of `LocalAttemptStore`, each step atomic. KEYS: the count, the block. ARGV: the step, the budget, the
 * window, the first and the longest delay, and the failure count of the start or the failures to add.
 */
const STEP = `
local count, block, step, budget = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2])
local function delay(failures, by)
  if failures <= budget then return end
  local ms = math.min(tonumber(ARGV[4]) * 2 ^ (failures - budget - 1), tonumber(ARGV[5]))
  redis.call('SET', block, by, 'PX', string.format('%d', ms))
  redis.call('PEXPIRE', count, string.format('%d', ms + tonumber(ARGV[3])))
end
local function add(failures)
  failures = redis.call('INCRBY', count, failures)
  if redis.call('PTTL', count) < 0 then redis.call('PEXPIRE', count, ARGV[3]) end
  return failures
end
local failures = tonumber(redis.call('GET', count) or 0)
if step == 'start' then
  local left = redis.call('PTTL', block)
  if left > 0 then return {failures, left} end
  failures = add(1)
  delay(failures, failures)
elseif step == 'take' then
  redis.call('DEL', count, block)
elseif step == 'add' then
  delay(add(tonumber(ARGV[6])), 0)
elseif step == 'failed' then
  delay(failures, 0)
else
  if failures > 0 then redis.call('DECR', count) end
  if redis.call('GET', block) == ARGV[6] then redis.call('DEL', block) end
end
return {failures, 0}`;

type Step = 'start' | 'take' | 'add' | AttemptOutcome;

/** Attempts that all instances count together, in Redis. */
export class SharedAttemptStore implements AttemptStore {
  constructor(
    private readonly limit: AttemptLimit,
    private readonly store: SharedStore,
  ) {}

  async start(account: string): Promise<AttemptStart> {
    const [failures, blockedMs] = await this.#step('start', account, 0);
    return { failures, blockedMs };
  }

  async end(account: string, { failures }: AttemptStart, outcome: AttemptOutcome): Promise<void> {
    await this.#step(outcome, account, failures);
  }

  async move(from: string, to: string): Promise<void> {
    const [failures] = await this.#step('take', from, 0);
    if (failures > 0) await this.#step('add', to, failures);
  }

  async #step(step: Step, account: string, failures: number): Promise<[number, number]> {
    const { budget, windowMs } = this.limit;
    // One hash slot for both keys: a cluster runs a script on one node.
    const prefix = `lifeguard:{attempts:${account}}`;
    const keys = [`${prefix}:failures`, `${prefix}:block`];
    const options = [step, budget, windowMs, FIRST_DELAY_MS, MAX_DELAY_MS, failures];
    const answer = await this.store.run((redis) => redis.eval(STEP, 2, ...keys, ...options), ANSWER_MS);
    return answer as [number, number];
  }
}
