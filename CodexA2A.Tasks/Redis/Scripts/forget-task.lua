#!lua flags=allow-oom
-- Deletes a task of a session that is being forgotten, unless its turn came behind that. KEYS[31..33]: its webhooks; from 34 on:
-- what its questions left beside them. What was deleted is counted in the session, for whoever finishes.
--+ clock
--+ session
--+ task
--+ drop-task
--+ drop-webhooks
local s = get('runner', 'epoch')
if not s[1] or s[2] ~= ARGV[4] then
  return 'LOST'
end
local t = redis.call('HMGET', T.task, 'session', 'ended')
if t[1] and t[1] ~= S.id then
  return 'OTHER'
end
if t[1] and not t[2] then
  return 'OPEN'
end
dropWebhooks(31)
local events, asked = dropTask()
for i = 34, #KEYS do
  redis.call('UNLINK', KEYS[i])
end
if t[1] then
  redis.call('HINCRBY', S.session, 'goneTasks', 1)
  redis.call('HINCRBY', S.session, 'goneEvents', events)
  redis.call('HINCRBY', S.session, 'goneAsked', asked)
end
return 'OK'
