#!lua
-- A command about a task that has not ended; a cancel that waits already is not stored again.
--+ clock
--+ session
--+ open-task
-- ARGV[7]: so many commands the session may keep; 0 for any number.
local kind, payload, most = ARGV[5], ARGV[6], tonumber(ARGV[7] or '0')
if most > 0 and redis.call('XLEN', S.cmd) >= most then
  return 'FULL'
end
if kind == 'cancel' then
  if t[4] and tonumber(t[4]) > tonumber(get('cur')[1]) then
    return 'OK'
  end
  redis.call('HSET', KEYS[13], 'cancel', int(enqueue(kind, ARGV[3], payload)))
else
  enqueue(kind, ARGV[3], payload)
end
return 'OK'
