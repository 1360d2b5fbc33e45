#!lua flags=allow-oom
-- The log of a task that ended before ARGV[4]; its end stays. KEYS: task, ev, logs.
local ended = redis.call('HGET', KEYS[1], 'ended')
if ended and tonumber(ended) >= tonumber(ARGV[4]) then
  return 0
end
redis.call('UNLINK', KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[3])
return 1
