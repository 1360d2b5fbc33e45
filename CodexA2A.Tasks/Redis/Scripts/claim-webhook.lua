#!lua
-- Gives a delivery that is due to whoever has the fence. KEYS: the task, its webhooks, what is due.
--+ clock
local member, id, fence, lease = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local due = redis.call('ZSCORE', KEYS[3], member)
if not due or tonumber(due) > now then
  return {}
end
-- A process of an earlier release deletes a task without its webhooks.
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('UNLINK', KEYS[2])
end
local w = redis.call('HMGET', KEYS[2], 'c:' .. id, 'p:' .. id)
if not w[1] then
  redis.call('ZREM', KEYS[3], member)
  return {}
end
redis.call('HSET', KEYS[2], 'f:' .. id, fence)
redis.call('ZADD', KEYS[3], int(now + lease), member)
return { w[1], w[2] }
