#!lua
-- Makes a session that has a thread and nothing else, unless there is one.
--+ clock
--+ session
local owner, context, thread, home, explicit = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
if redis.call('EXISTS', S.session) == 1 then
  return 0
end
redis.call('HSET', S.session, 'owner', owner, 'context', context, 'epoch', 0, 'cur', 0, 'last', 0, 'takeovers', 0,
  'thread', thread, 'home', home, 'explicit', explicit)
use()
return 1
