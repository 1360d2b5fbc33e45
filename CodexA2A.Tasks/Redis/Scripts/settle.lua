#!lua
-- A status for a task that nobody owns and whose turn is not begun. It was made for the task and the session as they were read.
--+ clock
--+ session
--+ interrupts
--+ task
--+ open-task
local expected, wasEpoch, epoch = ARGV[5], ARGV[6], ARGV[7]
local event, snapshot, state, at, terminal, logMs = ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local s = get('runner', 'until', 'begun', 'epoch')
if isLive(s[1], s[2]) then
  return 'OWNED'
end
local turn = redis.call('ZSCORE', S.turns, T.id)
if turn and s[3] and int(tonumber(turn)) == s[3] then
  return 'BEGUN'
end
if t[3] ~= expected or s[4] ~= wasEpoch then
  return 'CHANGED'
end
if event == '' then
  return 'OK'
end
local last = epoch .. '-' .. int(seqOf(expected) + 1)
redis.call('XADD', T.ev, last, 's', state, 'a', int(now), 'p', event)
redis.call('HSET', T.task, 'last', last)
setSnapshot(snapshot, last, state, at, terminal, logMs)
if terminal == '1' then
  settleEnd()
end
-- A new epoch, so that an owner whose lease ran out unnoticed is fenced off and cannot take our number for its own.
redis.call('HSET', S.session, 'epoch', epoch)
dropLease()
if not s[3] then
  redis.call('HDEL', S.session, 'held')
end
place()
wake(S.wake)
wake(T.wake, last)
return 'OK'
