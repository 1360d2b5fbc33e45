-- KEYS[1..12] and ARGV[2] are the session's, in the order of SeamKeys.OfSession.
local S = {
  session = KEYS[1], cmd = KEYS[2], turns = KEYS[3], asked = KEYS[4], open = KEYS[5], wake = KEYS[6],
  ready = KEYS[7], leases = KEYS[8], used = KEYS[9], work = KEYS[10], due = KEYS[11], openOfOwner = KEYS[12],
  id = ARGV[2],
}

local function get(...)
  return redis.call('HMGET', S.session, ...)
end

local function use()
  redis.call('HSET', S.session, 'used', int(now))
  redis.call('ZADD', S.used, int(now), S.id)
end

local function hasWork()
  return not get('parked')[1] and redis.call('XLEN', S.cmd) > 0
end

local function isLive(runner, untilMs)
  return runner and tonumber(untilMs) > now
end

-- Among the ready ones with work and no lease, by the server's microseconds: an order, not a time. One whose lease ran out is
-- found by its deadline.
local function place()
  local s = get('runner', 'until')
  local work = hasWork()
  if s[1] or not work then
    redis.call('ZREM', S.ready, S.id)
  else
    redis.call('ZADD', S.ready, 'NX', int(micros), S.id)
  end
  if work and not isLive(s[1], s[2]) then
    wake(S.work, S.id)
  end
end

local function dropLease()
  redis.call('HDEL', S.session, 'runner', 'until')
  redis.call('ZREM', S.leases, S.id)
end

local function enqueue(kind, task, payload)
  local id = redis.call('HINCRBY', S.session, 'last', 1)
  redis.call('XADD', S.cmd, int(id) .. '-0', 'k', kind, 't', task, 'a', int(now), 'p', payload)
  if kind == 'run' then
    redis.call('ZADD', S.turns, id, task)
  else
    -- Another turn cannot begin while a parked one waits; anything else is about that one.
    redis.call('HDEL', S.session, 'parked')
  end
  use()
  place()
  wake(S.wake, int(id))
  return id
end

-- Everything up to the command is finished.
local function finish(id)
  local s = get('cur', 'begun')
  if id > tonumber(s[1]) then
    redis.call('HSET', S.session, 'cur', int(id))
  end
  redis.call('XTRIM', S.cmd, 'MINID', int(id + 1) .. '-0')
  redis.call('ZREMRANGEBYSCORE', S.turns, '-inf', id)
  if s[2] and tonumber(s[2]) <= id then
    redis.call('HDEL', S.session, 'begun', 'begunTask')
  end
  redis.call('HSET', S.session, 'takeovers', 0)
  redis.call('HDEL', S.session, 'slow')
  if redis.call('XLEN', S.cmd) == 0 then
    redis.call('DEL', S.cmd)
  end
  use()
end

-- Takes the turn of an ended task out of the queue, unless it has begun: then its owner finishes it.
local function dropWaiting(task)
  local id = redis.call('ZSCORE', S.turns, task)
  if id and int(tonumber(id)) ~= get('begun')[1] then
    redis.call('XDEL', S.cmd, int(tonumber(id)) .. '-0')
    redis.call('ZREM', S.turns, task)
    if redis.call('XLEN', S.cmd) == 0 then
      redis.call('DEL', S.cmd)
    end
  end
end
