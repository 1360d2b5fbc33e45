#!lua flags=no-writes
-- What is known of a position. KEYS: task, ev.
local t = redis.call('HMGET', KEYS[1], 'owner', 'last')
if t[1] ~= ARGV[2] then
  return {}
end
local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
return { t[2], first and first[1] or '', #redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[3], 'COUNT', 1) }
