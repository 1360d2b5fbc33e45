#!lua flags=allow-oom
-- A task that ended before ARGV[4], with its questions and webhooks.
--+ clock
--+ session
--+ task
--+ drop-task
--+ drop-webhooks
local ended = redis.call('HGET', T.task, 'ended')
if ended and tonumber(ended) >= tonumber(ARGV[4]) then
  return 0
end
dropWebhooks(31)
dropTask()
return 1
