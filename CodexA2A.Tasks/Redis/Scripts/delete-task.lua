#!lua flags=allow-oom
-- A task that ended before ARGV[4], with its questions.
--+ clock
--+ session
--+ task
local ended = redis.call('HMGET', T.task, 'ended', 'state')
if ended[1] and tonumber(ended[1]) >= tonumber(ARGV[4]) then
  return 0
end
for _, id in ipairs(redis.call('SMEMBERS', T.asked)) do
  for _, name in ipairs({ 's:', 't:', 'a:', 'd:', 'b:', 'x:', 'r:', 'p:', 'k:', 'n:' }) do
    redis.call('HDEL', S.asked, name .. id)
  end
  redis.call('HDEL', T.index, id)
end
redis.call('UNLINK', T.task, T.ev, T.asked)
redis.call('ZREM', T.ended, T.id)
redis.call('ZREM', T.logs, T.id)
redis.call('ZREM', T.ofContext, T.id)
redis.call('ZREM', T.ofOwner, T.id)
if ended[2] then
  redis.call('ZREM', inState(ended[2]), T.id)
end
return 1
