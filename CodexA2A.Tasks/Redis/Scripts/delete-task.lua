#!lua flags=allow-oom
-- A task that ended before ARGV[4], with its questions.
--+ clock
--+ session
--+ task
--+ drop-task
local ended = redis.call('HGET', T.task, 'ended')
if ended and tonumber(ended) >= tonumber(ARGV[4]) then
  return 0
end
dropTask()
return 1
