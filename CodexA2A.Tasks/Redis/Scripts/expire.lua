#!lua flags=allow-oom
-- A question's time ran out: the owner, or the next one, is told.
--+ clock
--+ session
--+ interrupts
local i = redis.call('HMGET', S.asked, 's:' .. ARGV[4], 'd:' .. ARGV[4])
if i[1] ~= 'Pending' then
  redis.call('ZREM', S.due, ARGV[4])
  return 0
end
if now < tonumber(i[2]) then
  return 0
end
closeInterrupt(ARGV[4], 'Expired')
enqueue('expire', ARGV[3], ARGV[5])
return 1
