#!lua flags=no-writes
-- What is known of a position, the time, and whether the task lived on another server or another start of this one. KEYS: task, ev.
--+ clock
--+ server
local t = redis.call('HMGET', KEYS[1], 'owner', 'last', 'run')
if t[1] ~= ARGV[2] then
  return {}
end
local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
local there = #redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[3], 'COUNT', 1)
local run = there == 0 and serverRun() or ''
local moved = run ~= '' and t[3] and t[3] ~= '' and t[3] ~= run
return { t[2], first and first[1] or '', there, int(now), moved and '1' or '' }
