/**
 * Adds revocations to the set and publishes the message in one step, so that every entry of the set was
 * published. If the set is full, a cutoff replaces its oldest entries, as in the memory of each instance.
 *
 * KEYS[1]: the set, and the message channel. ARGV: the second before which entries are dropped, the lifetime
 * of the set in seconds, its maximum number of entries, the clock tolerance in seconds, the message, and then
 * a second and a key for each entry.
 */
export const PUSH_SCRIPT = `
for index = 6, #ARGV, 2 do redis.call('ZADD', KEYS[1], 'GT', ARGV[index], ARGV[index + 1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local excess = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3])
if excess > 0 then
  local last = redis.call('ZRANGE', KEYS[1], excess, excess, 'WITHSCORES')
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, excess)
  redis.call('ZADD', KEYS[1], 'GT', tonumber(last[2]) + tonumber(ARGV[4]), '["all"]')
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', KEYS[1], ARGV[5])`;
