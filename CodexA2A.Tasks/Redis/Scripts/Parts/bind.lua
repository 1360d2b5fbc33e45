-- What a step says of its session: the command that it began, for a task, and the thread that the session goes on in.
local function bind(session, task, begun, thread, home, explicit)
  if begun ~= '' and tonumber(begun) > tonumber(redis.call('HGET', session, 'cur')) then
    redis.call('HSET', session, 'begun', begun, 'begunTask', task)
  end
  if thread ~= '' then
    local before = redis.call('HMGET', session, 'thread', 'home', 'past')
    if before[1] and before[1] ~= thread and not string.find(before[3] or '', before[1], 1, true) then
      redis.call('HSET', session, 'past', (before[3] or '') .. before[1] .. ' ' .. (before[2] or '') .. '\n')
    end
    redis.call('HSET', session, 'thread', thread, 'home', home, 'explicit', explicit)
  end
end
