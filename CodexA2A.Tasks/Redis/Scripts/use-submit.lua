#!lua flags=allow-oom
-- Notes that a submit id came to something, at the position ARGV[4]; or, with '-', that it did not. KEYS: the submit id's.
local r = redis.call('HMGET', KEYS[1], 'task', 'interrupt', 'done')
if r[1] ~= ARGV[2] or r[2] ~= ARGV[3] then
  return 0
end
if ARGV[4] ~= '-' then
  redis.call('HSET', KEYS[1], 'done', '1', 'position', ARGV[4])
elseif not r[3] then
  redis.call('DEL', KEYS[1])
end
return 1
