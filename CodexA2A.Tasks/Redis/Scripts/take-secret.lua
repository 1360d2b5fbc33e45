#!lua flags=allow-oom
-- Gives a sealed answer out once, while it is young enough. KEYS: the sealed answer.
--+ clock
local box = redis.call('HMGET', KEYS[1], 'at', 'box')
redis.call('DEL', KEYS[1])
if box[1] and now - tonumber(box[1]) < tonumber(ARGV[2]) then
  return box[2]
end
return ''
