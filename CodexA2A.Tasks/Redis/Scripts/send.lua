#!lua
-- A command about a task that has not ended; a cancel that waits already is not stored again.
--+ clock
--+ session
--+ open-task
local kind, payload = ARGV[5], ARGV[6]
if kind == 'cancel' then
  if t[4] and tonumber(t[4]) > tonumber(get('cur')[1]) then
    return 'OK'
  end
  redis.call('HSET', KEYS[13], 'cancel', int(enqueue(kind, ARGV[3], payload)))
else
  enqueue(kind, ARGV[3], payload)
end
return 'OK'
