#!lua
-- Takes a submit id for a use (a task, or a question of it), or says what it was used for. Without a use it only says that.
-- ARGV[7]: what the request says, a hash, or nothing. KEYS: the submit id's. The use ARGV[6] may be replaced while it is not known to have come to anything.
--+ clock
local keep, task, context, interrupt, replace, says = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local r = redis.call('HMGET', KEYS[1], 'task', 'context', 'interrupt', 'position', 'done', 'at', 'says')
if r[1] and tonumber(r[6]) + tonumber(keep) >= now then
  local use, mine = r[1] .. '/' .. r[3], task .. '/' .. interrupt
  if r[5] or task == '' or (use ~= mine and use ~= replace) then
    return { r[1], r[2], r[3], r[4], r[5], r[7] }
  end
  if use == mine then
    return {}
  end
elseif task == '' then
  return {}
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'task', task, 'context', context, 'interrupt', interrupt, 'position', '', 'at', int(now), 'says', says)
redis.call('PEXPIRE', KEYS[1], keep)
return {}
