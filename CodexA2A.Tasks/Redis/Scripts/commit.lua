#!lua
-- Events with everything that must be true together with them.
--+ clock
--+ session
--+ interrupts
--+ task
--+ append
--+ bind
local epoch, keep, logMs = ARGV[4], ARGV[5], ARGV[6]
local snapshot, snapLast, state, stateAt, terminal = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local begun, done = ARGV[12], ARGV[13]
local thread, home, explicit = ARGV[14], ARGV[15], ARGV[16]
local opened, closed, events = tonumber(ARGV[17]), tonumber(ARGV[18]), tonumber(ARGV[19])
local at = 20

local k = { session = S.session, task = T.task, ev = T.ev }
local code, last, hint = append(k, S.id, epoch, events, at, snapLast)
if code ~= 'OK' then
  return { code, last }
end
at = at + events * 5

bind(S.session, T.id, begun, thread, home, explicit)
if done ~= '' then
  finish(tonumber(done))
end

if opened > 0 then
  -- Whoever got so far as to ask a person does not die of its turn.
  redis.call('HSET', S.session, 'takeovers', 0)
  redis.call('HDEL', S.session, 'slow')
end
for _ = 1, opened do
  local id, body, asked, deadline, key = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  at = at + 5
  if redis.call('HEXISTS', S.asked, 's:' .. id) == 0 then
    -- What the agent before asked and nobody can answer any more: this is where an answer belongs now.
    for _, other in ipairs(redis.call('SMEMBERS', T.asked)) do
      if redis.call('HGET', S.asked, 's:' .. other) == 'Superseded' then
        redis.call('HSETNX', S.asked, 'n:' .. other, id)
      end
    end
    redis.call('HSET', S.asked, 's:' .. id, 'Pending', 't:' .. id, T.id, 'a:' .. id, asked, 'd:' .. id, deadline, 'b:' .. id, body)
    if key ~= '' then
      redis.call('HSET', S.asked, 'x:' .. id, key)
    end
    redis.call('ZADD', S.open, asked, id)
    redis.call('ZADD', S.due, deadline, id)
    redis.call('ZADD', S.openOfOwner, asked, id)
    redis.call('SADD', T.asked, id)
    redis.call('HSET', T.index, id, S.id .. '|' .. T.id)
  end
end

for _ = 1, closed do
  local id, status, successor = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  at = at + 3
  local i = redis.call('HMGET', S.asked, 's:' .. id, 't:' .. id)
  -- A closing never undoes an answer: the first one stands. A superseded one may learn its successor later.
  if i[2] == T.id and (i[1] == 'Pending' or (i[1] == 'Superseded' and status == 'Superseded')) then
    closeInterrupt(id, status, successor)
  end
end

if snapshot ~= '' then
  setSnapshot(snapshot, snapLast, state, stateAt, terminal, logMs)
end
local ended = redis.call('HEXISTS', T.task, 'ended') == 1
if ended then
  settleEnd()
end
if ended or done ~= '' then
  place()
end
trim(k, keep)
if events > 0 then
  wake(T.wake, hint)
end
return { 'OK', last }
