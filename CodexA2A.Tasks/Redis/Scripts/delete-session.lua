#!lua flags=allow-oom
-- A session not used since ARGV[4] that holds nothing any more. KEYS[13]: its tasks.
--+ clock
--+ session
--+ drop-session
local s = get('used', 'runner')
if (s[1] and tonumber(s[1]) >= tonumber(ARGV[4])) or s[2] or redis.call('XLEN', S.cmd) > 0 or redis.call('ZCARD', KEYS[13]) > 0 then
  return 0
end
dropSession()
return 1
