#!lua flags=allow-oom
-- Gives a session back.
--+ clock
--+ session
--+ interrupts
local s = get('runner', 'epoch', 'begunTask')
if not s[1] or s[2] ~= ARGV[4] then
  return 1
end
if redis.call('XLEN', S.cmd) > 0 and ARGV[5] ~= '1' then
  return 0
end
dropLease()
redis.call('HDEL', S.session, 'held', 'parked')
-- Given back with its question open, the turn rests until an answer, a cancel or the deadline comes.
if s[3] and #openOf(s[3]) > 0 then
  redis.call('HSET', S.session, 'parked', 1)
end
use()
place()
return 1
