#!lua
-- Stores how far a delivery is (empty: as before), what it is (empty: as before), and in how many ms it is due (empty: never); only
-- for whoever has the fence.
-- KEYS: the webhooks of the task, what is due, what was given up.
--+ clock
--+ webhook
local member, id, fence, progress, due, dead, keep, body = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local keepMs = tonumber(ARGV[10])
if redis.call('HGET', KEYS[1], 'f:' .. id) ~= fence then
  return 0
end
if progress ~= '' then
  redis.call('HSET', KEYS[1], 'p:' .. id, progress)
end
if body ~= '' then
  redis.call('HSET', KEYS[1], 'c:' .. id, body)
end
if due ~= '' then
  redis.call('ZADD', KEYS[2], int(now + tonumber(due)), member)
else
  redis.call('ZREM', KEYS[2], member)
  letEndedGo(KEYS[1], KEYS[2], member, id, keepMs)
end
if dead == '1' then
  redis.call('ZADD', KEYS[3], int(now), member)
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', int(now - keepMs))
  redis.call('PEXPIRE', KEYS[3], keepMs)
end
if keep ~= '1' then
  redis.call('HSET', KEYS[1], 'f:' .. id, '')
end
return 1
