-- KEYS[13..30] and ARGV[3] are the task's, in the order of SeamKeys.OfTask.
local T = {
  task = KEYS[13], ev = KEYS[14], wake = KEYS[15], asked = KEYS[16], index = KEYS[17], ended = KEYS[18], logs = KEYS[19],
  ofContext = KEYS[20], ofOwner = KEYS[21],
  id = ARGV[3],
}

local function inState(state)
  return KEYS[22 + tonumber(state)]
end

-- A snapshot with the state and the time of the status, by which lists are ordered. logMs: how long an ended log is kept.
local function setSnapshot(json, last, state, at, terminal, logMs)
  local before = redis.call('HMGET', T.task, 'state', 'at')
  redis.call('HSET', T.task, 'snap', json, 'snapLast', last)
  if before[1] ~= state or before[2] ~= at then
    redis.call('HSET', T.task, 'state', state, 'at', at)
    redis.call('ZADD', T.ofOwner, at, T.id)
    redis.call('ZADD', T.ofContext, at, T.id)
    if before[1] and before[1] ~= state then
      redis.call('ZREM', inState(before[1]), T.id)
    end
    redis.call('ZADD', inState(state), at, T.id)
  end
  if terminal == '1' and redis.call('HSETNX', T.task, 'ended', int(now)) == 1 then
    redis.call('ZADD', T.ended, int(now), T.id)
    redis.call('ZADD', T.logs, int(now), T.id)
    redis.call('PEXPIRE', T.ev, logMs)
  end
end

-- What must hold behind every end: nothing is asked any more, and the turn does not wait.
local function settleEnd()
  for _, id in ipairs(openOf(T.id)) do
    closeInterrupt(id, 'Withdrawn')
  end
  dropWaiting(T.id)
end
