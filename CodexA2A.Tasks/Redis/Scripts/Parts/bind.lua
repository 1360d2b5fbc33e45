-- What a step says of its session: the command that it began, for a task, and the thread that the session goes on in.
local function bind(session, task, begun, thread, home, explicit)
  if begun ~= '' and tonumber(begun) > tonumber(redis.call('HGET', session, 'cur')) then
    redis.call('HSET', session, 'begun', begun, 'begunTask', task)
  end
  if thread ~= '' then
    redis.call('HSET', session, 'thread', thread, 'home', home, 'explicit', explicit)
  end
end
