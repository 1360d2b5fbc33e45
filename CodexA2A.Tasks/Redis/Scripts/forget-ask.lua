#!lua
-- Tells the owner of a session to forget it, once: one that waits already is the same. Not while a turn is unfinished.
--+ clock
--+ session
local owner, request, payload = ARGV[4], ARGV[5], ARGV[6]
local s = get('owner', 'forget', 'forgetAt')
if s[1] ~= owner then
  return { 'UNKNOWN' }
end
-- An owner of an earlier release passes it over: then it is asked for anew.
if s[2] and #redis.call('XRANGE', S.cmd, s[3] .. '-0', s[3] .. '-0') > 0 then
  return { 'OK', s[2] }
end
if redis.call('ZCARD', S.turns) > 0 then
  return { 'BUSY' }
end
redis.call('HSET', S.session, 'forget', request, 'forgetAt', int(enqueue('forget', '', payload)))
return { 'OK', request }
