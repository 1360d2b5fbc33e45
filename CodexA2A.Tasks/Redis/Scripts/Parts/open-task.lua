-- Goes on for a task (KEYS[13]) of the owner ARGV[4] that has not ended.
local t = redis.call('HMGET', KEYS[13], 'owner', 'ended', 'last', 'cancel')
if t[1] ~= ARGV[4] then
  return 'UNKNOWN'
end
if t[2] then
  return 'TERMINAL'
end
