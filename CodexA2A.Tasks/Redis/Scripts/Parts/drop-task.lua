-- Everything of a task that has ended, its questions too; how many events and questions there were.
local function dropTask()
  local asked, events = redis.call('SMEMBERS', T.asked), redis.call('XLEN', T.ev)
  for _, id in ipairs(asked) do
    for _, name in ipairs({ 's:', 't:', 'a:', 'd:', 'b:', 'x:', 'r:', 'p:', 'k:', 'n:' }) do
      redis.call('HDEL', S.asked, name .. id)
    end
    redis.call('HDEL', T.index, id)
  end
  local state = redis.call('HGET', T.task, 'state')
  redis.call('UNLINK', T.task, T.ev, T.asked)
  redis.call('ZREM', T.ended, T.id)
  redis.call('ZREM', T.logs, T.id)
  redis.call('ZREM', T.ofContext, T.id)
  redis.call('ZREM', T.ofOwner, T.id)
  if state then
    redis.call('ZREM', inState(state), T.id)
  end
  return events, #asked
end
