#!lua flags=allow-oom
-- Deletes a task of a session that is being forgotten, unless its turn came behind that. KEYS from 31 on: what its questions left
-- beside them. What was deleted is counted in the session, for whoever finishes.
--+ clock
--+ session
--+ task
--+ drop-task
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
local events, asked = dropTask()
for i = 31, #KEYS do
  redis.call('UNLINK', KEYS[i])
end
if t[1] then
  redis.call('HINCRBY', S.session, 'goneTasks', 1)
  redis.call('HINCRBY', S.session, 'goneEvents', events)
  redis.call('HINCRBY', S.session, 'goneAsked', asked)
end
return 'OK'
