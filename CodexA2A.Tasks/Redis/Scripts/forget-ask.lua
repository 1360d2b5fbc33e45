#!lua
-- Tells the owner of a session to forget it, once: one that waits already is the same. Not while a turn is unfinished.
--+ clock
--+ session
local owner, request, payload = ARGV[4], ARGV[5], ARGV[6]
local s = get('owner', 'forget')
if s[1] ~= owner then
  return { 'UNKNOWN' }
end
if s[2] then
  return { 'OK', s[2] }
end
if redis.call('ZCARD', S.turns) > 0 then
  return { 'BUSY' }
end
redis.call('HSET', S.session, 'forget', request)
enqueue('forget', '', payload)
return { 'OK', request }
