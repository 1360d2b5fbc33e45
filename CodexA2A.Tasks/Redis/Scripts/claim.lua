#!lua flags=allow-oom
-- Takes a session that has work and no live owner; also in a full Redis, where its owner then waits for room: a lease takes no
-- more than the place among the ready ones did, and a marker some bytes, once in a lease time. The task block is that of the
-- begun task, if ARGV[7] names one.
--+ clock
--+ session
--+ interrupts
local runner, mine, leaseMs, begunTask, look = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local s = get('owner', 'context', 'epoch', 'cur', 'begun', 'begunTask', 'takeovers', 'held', 'thread', 'home', 'explicit', 'runner', 'until')
if not s[1] then
  redis.call('ZREM', S.leases, S.id)
end
if not s[1] or not hasWork() then
  redis.call('ZREM', S.ready, S.id)
  return { 'NONE' }
end
if isLive(s[12], s[13]) then
  redis.call('ZREM', S.ready, S.id)
  return { 'NONE' }
end
-- A runner that was frozen may wake behind its lease time and still run this: until its renewal leaves the session out, it is
-- not taken from it by itself.
if s[12] == runner then
  return { 'NONE' }
end
if s[10] and s[10] ~= mine then
  local absent = false
  for i = 9, #ARGV do
    absent = absent or ARGV[i] == s[10]
  end
  if not absent then
    return { 'NONE' }
  end
end
if look == '1' then
  return { 'WORK' }
end
if (s[6] or '') ~= begunTask then
  return { 'CHANGED' }
end

local epoch = int(math.max(tonumber(s[3]) + 1, now))
local takeovers = tonumber(s[7])
if s[5] and s[8] then
  -- An owner that gave the session back did not fail; one that never did has died in the middle of this turn.
  takeovers = takeovers + 1
end
local deadline = int(now + tonumber(leaseMs))
redis.call('HSET', S.session, 'epoch', epoch, 'runner', runner, 'until', deadline, 'lease', leaseMs, 'held', 1, 'takeovers', takeovers)
redis.call('ZADD', S.leases, deadline, S.id)
redis.call('ZREM', S.ready, S.id)
use()
for _, id in ipairs(redis.call('ZRANGE', S.open, 0, -1)) do
  closeInterrupt(id, 'Superseded')
end
if begunTask ~= '' then
  local t = redis.call('HMGET', KEYS[13], 'last', 'ended')
  if t[1] and not t[2] then
    -- From here on the log itself refuses the owner before.
    local id = epoch .. '-' .. int(seqOf(t[1]) + 1)
    redis.call('XADD', KEYS[14], id, 'k', 'm', 'a', int(now), 'p', '')
    redis.call('HSET', KEYS[13], 'last', id)
    wake(KEYS[15], id)
  end
end
wake(S.wake)
return { 'OK', epoch, s[1], s[2], s[4], s[5], tostring(takeovers), s[9], s[10], s[11] }
