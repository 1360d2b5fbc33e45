#!lua
-- Stores a task and its turn. KEYS[31]: set where the task's id was given up before it came to this; KEYS[32] and KEYS[33]: its
-- webhooks, and what is due of them.
--+ clock
--+ session
--+ interrupts
--+ task
--+ server
--+ webhook
local owner, context, most = ARGV[4], ARGV[5], tonumber(ARGV[6])
local event, snapshot, state, at = ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local command, submit, thread, home, explicit = ARGV[11], ARGV[12], ARGV[13], ARGV[14], ARGV[15]
if redis.call('EXISTS', T.task) == 1 then
  return 'EXISTS'
end
if redis.call('EXISTS', KEYS[31]) == 1 then
  return 'VOID'
end
if redis.call('ZCARD', S.turns) >= most then
  return 'FULL'
end
if redis.call('EXISTS', S.session) == 0 then
  redis.call('HSET', S.session, 'owner', owner, 'context', context, 'epoch', 0, 'cur', 0, 'last', 0, 'takeovers', 0)
end
if thread ~= '' and not get('thread')[1] and redis.call('XLEN', S.cmd) == 0 then
  redis.call('HSET', S.session, 'thread', thread, 'home', home, 'explicit', explicit)
end
redis.call('XADD', T.ev, '0-1', 's', state, 'a', int(now), 'p', event)
redis.call('HSET', T.task, 'session', S.id, 'owner', owner, 'context', context, 'last', '0-1', 'run', serverRun())
if submit ~= '' then
  redis.call('HSET', T.task, 'submit', submit)
end
setSnapshot(snapshot, '0-1', state, at, '0', 0)
if ARGV[16] ~= '' then
  storeWebhook(KEYS[32], KEYS[33], T.id .. '/' .. ARGV[16], ARGV[16], ARGV[17], ARGV[18])
end
enqueue('run', T.id, command)
return 'OK'
