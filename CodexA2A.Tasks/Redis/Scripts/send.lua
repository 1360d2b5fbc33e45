#!lua
-- A command about a task that has not ended; a cancel that waits already is not stored again.
--+ clock
--+ session
local task, owner, kind, payload = KEYS[13], ARGV[4], ARGV[5], ARGV[6]
local t = redis.call('HMGET', task, 'owner', 'ended', 'cancel')
if t[1] ~= owner then
  return 'UNKNOWN'
end
if t[2] then
  return 'TERMINAL'
end
if kind == 'cancel' then
  if t[3] and tonumber(t[3]) > tonumber(get('cur')[1]) then
    return 'OK'
  end
  redis.call('HSET', task, 'cancel', int(enqueue(kind, ARGV[3], payload)))
else
  enqueue(kind, ARGV[3], payload)
end
return 'OK'
