#!lua flags=allow-oom
-- The end of forgetting, when the ended tasks are gone: the session too, unless turns wait that came behind the command. KEYS[13]:
-- the proof; nobody has looked yet.
--+ clock
--+ session
--+ drop-session
local epoch, command, thread, keepMs = ARGV[4], tonumber(ARGV[5]), ARGV[6], ARGV[7]
local s = get('runner', 'epoch', 'goneTasks', 'goneEvents', 'goneAsked')
if not s[1] or s[2] ~= epoch then
  return 'LOST'
end
finish(command)
redis.call('HSET', KEYS[13], 'tasks', s[3] or 0, 'events', s[4] or 0, 'asked', s[5] or 0, 'thread', thread)
redis.call('PEXPIRE', KEYS[13], keepMs)
if redis.call('XLEN', S.cmd) == 0 then
  dropSession()
  return 'GONE'
end
redis.call('HDEL', S.session, 'forget', 'forgetAt', 'thread', 'home', 'explicit', 'past', 'goneTasks', 'goneEvents', 'goneAsked')
return 'GOESON'
