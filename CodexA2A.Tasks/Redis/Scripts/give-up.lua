#!lua
-- Whether a task is there; if not, and ARGV[2] is set, it never will be. KEYS: task, its mark.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 1
end
if ARGV[2] ~= '' then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
end
return 0
