#!lua
-- Adds a webhook to a task, or replaces the one with its id. KEYS: the task, its webhooks, what is due, what was given up.
--+ clock
--+ webhook
local owner, member, id, body, progress, most = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], tonumber(ARGV[7])
if redis.call('HGET', KEYS[1], 'owner') ~= owner then
  return 'UNKNOWN'
end
if redis.call('HEXISTS', KEYS[2], 'c:' .. id) == 0 then
  local others = 0
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    if string.sub(field, 1, 2) == 'c:' then
      others = others + 1
    end
  end
  if others >= most then
    return 'FULL'
  end
end
storeWebhook(KEYS[2], KEYS[3], member, id, body, progress)
redis.call('ZREM', KEYS[4], member)
return 'OK'
