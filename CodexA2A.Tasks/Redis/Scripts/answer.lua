#!lua
-- The first answer to a question wins. KEYS[31], KEYS[32]: a secret answer, sealed, and what it is known again by.
--+ clock
--+ session
--+ interrupts
--+ task
local id, reply, command, expire, submit = ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local sealed, sealedMs, known, knownMs = ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local i = redis.call('HMGET', S.asked, 's:' .. id, 'd:' .. id)
local last = redis.call('HGET', T.task, 'last')
if not i[1] or not last then
  return { 'UNKNOWN' }
end
local code = string.upper(i[1])
if i[1] == 'Pending' then
  if now >= tonumber(i[2]) then
    closeInterrupt(id, 'Expired')
    enqueue('expire', T.id, expire)
    code = 'EXPIRED'
  else
    closeInterrupt(id, 'Answered')
    redis.call('HSET', S.asked, 'p:' .. id, last)
    if reply ~= '' then
      redis.call('HSET', S.asked, 'r:' .. id, reply)
    end
    if submit ~= '' then
      redis.call('HSET', S.asked, 'k:' .. id, submit)
    end
    if sealed ~= '' then
      redis.call('HSET', KEYS[31], 'at', int(now), 'box', sealed)
      redis.call('PEXPIRE', KEYS[31], sealedMs)
      redis.call('SET', KEYS[32], known, 'PX', knownMs)
    end
    enqueue('answer', T.id, command)
    code = 'ACCEPTED'
  end
end
local now_ = redis.call('HMGET', S.asked, 's:' .. id, 'r:' .. id, 'p:' .. id, 'n:' .. id, 'k:' .. id)
return { code, last, now_[1], now_[2], now_[3], now_[4], now_[5], redis.call('GET', KEYS[32]) }
