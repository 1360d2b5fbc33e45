#!lua flags=allow-oom
-- Deletes a webhook; 0 when the task is not the owner's. KEYS: the task, its webhooks, what is due, what was given up.
--+ clock
--+ webhook
local owner, member, id = ARGV[2], ARGV[3], ARGV[4]
if redis.call('HGET', KEYS[1], 'owner') ~= owner then
  return 0
end
redis.call('HDEL', KEYS[2], 'c:' .. id, 'p:' .. id, 'f:' .. id)
redis.call('ZREM', KEYS[3], member)
redis.call('ZREM', KEYS[4], member)
letEndedGo(KEYS[2], KEYS[3], member, id, ARGV[5])
return 1
