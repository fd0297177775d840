import type { SharedStore } from 'lifeguard-auth/redis';
import {
  FIRST_DELAY_MS,
  LONGEST_DELAY_MS,
  type GuessBegun,
  type GuessLedger,
  type GuessLimit,
  type GuessOutcome,
} from './guess-ledger';

/** An attempt does not wait longer to be counted by the store: then it is counted here. */
const ANSWER_MS = 500;

/**
 * The same bookkeeping as in memory, each step in one go. KEYS: the count, the block. ARGV: the step, the budget, the
 * window, the first and the longest delay, and as how many failures the attempt was begun.
 */
const STEP = `
local count, block, step, budget = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2])
local function delay(failures)
  if failures <= budget then return end
  local ms = math.min(tonumber(ARGV[4]) * 2 ^ (failures - budget - 1), tonumber(ARGV[5]))
  redis.call('SET', block, 1, 'PX', string.format('%d', ms))
  redis.call('PEXPIRE', count, string.format('%d', ms + tonumber(ARGV[3])))
end
local failures = tonumber(redis.call('GET', count) or 0)
if step == 'begin' then
  local left = redis.call('PTTL', block)
  if left > 0 then return {failures, left} end
  failures = redis.call('INCR', count)
  if redis.call('PTTL', count) < 0 then redis.call('PEXPIRE', count, ARGV[3]) end
  delay(failures)
elseif step == 'failed' then
  delay(failures)
elseif step == 'proved' then
  redis.call('DEL', count, block)
else
  if failures > 0 then redis.call('DECR', count) end
  if tonumber(ARGV[6]) > budget then redis.call('DEL', block) end
end
return {failures, 0}`;

/** Attempts that instances count together. */
export class SharedGuessLedger implements GuessLedger {
  constructor(
    private readonly limit: GuessLimit,
    private readonly store: SharedStore,
  ) {}

  async begin(name: string): Promise<GuessBegun> {
    const [failures, blockedMs] = await this.#step('begin', name, 0);
    return { failures, blockedMs };
  }

  async end(name: string, { failures }: GuessBegun, outcome: GuessOutcome): Promise<void> {
    await this.#step(outcome, name, failures);
  }

  async #step(step: 'begin' | GuessOutcome, name: string, failures: number): Promise<[number, number]> {
    const { budget, windowMs } = this.limit;
    const account = `lifeguard:{guess:${name}}`;
    const keys = [`${account}:failures`, `${account}:block`];
    const options = [step, budget, windowMs, FIRST_DELAY_MS, LONGEST_DELAY_MS, failures];
    const answer = await this.store.run((redis) => redis.eval(STEP, 2, ...keys, ...options), ANSWER_MS);
    return answer as [number, number];
  }
}
