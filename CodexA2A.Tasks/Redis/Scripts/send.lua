#!lua
-- A command about a task that has not ended; a cancel that waits already is not stored again, and of what keeps a watch there is one.
--+ clock
--+ session
--+ open-task
-- ARGV[7]: so many commands the session may keep; 0 for any number. ARGV[8]: what this one weighs; ARGV[9]: what those of its kind
-- may weigh together that the owner was not told of; 0 for any.
local kind, payload, most = ARGV[5], ARGV[6], tonumber(ARGV[7] or '0')
local weight, limit = tonumber(ARGV[8] or '0'), tonumber(ARGV[9] or '0')
local field = 'w:' .. kind
local waiting = {}
if limit > 0 then
  local s = get('epoch', 'cur', 'told', 'begunTask')
  local epoch, told = string.match(s[3] or '', '^(%d+)%-(%d+)$')
  -- Before the task has begun all of them wait: whoever takes over does them.
  told = epoch == s[1] and s[4] == ARGV[3] and math.max(tonumber(told), tonumber(s[2])) or tonumber(s[2])
  local sum = 0
  for id, w in string.gmatch(redis.call('HGET', KEYS[13], field) or '', '(%d+):(%d+)') do
    if tonumber(id) <= told then
      -- What its owner was told of is not kept: whoever takes over would refuse it.
      redis.call('XDEL', S.cmd, id .. '-0')
    else
      waiting[#waiting + 1] = id .. ':' .. w
      sum = sum + tonumber(w)
    end
  end
  if weight > 0 and sum + weight > limit then
    redis.call('HSET', KEYS[13], field, table.concat(waiting, ','))
    -- Its owner reads on, and tells with that how far it came.
    wake(S.wake)
    return 'FULL'
  end
end
if most > 0 and redis.call('XLEN', S.cmd) >= most then
  wake(S.wake)
  return 'FULL'
end
if kind == 'cancel' then
  if t[4] and tonumber(t[4]) > tonumber(get('cur')[1]) then
    return 'OK'
  end
  redis.call('HSET', KEYS[13], 'cancel', int(enqueue(kind, ARGV[3], payload)))
  return 'OK'
end
if kind == 'keep' then
  local before = redis.call('HGET', KEYS[13], field)
  if before then
    redis.call('XDEL', S.cmd, before .. '-0')
  end
end
local id = int(enqueue(kind, ARGV[3], payload))
if kind == 'keep' then
  redis.call('HSET', KEYS[13], field, id)
elseif limit > 0 then
  waiting[#waiting + 1] = id .. ':' .. int(weight)
  redis.call('HSET', KEYS[13], field, table.concat(waiting, ','))
end
return 'OK'
