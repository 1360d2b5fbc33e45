#!lua
-- Takes up to ARGV[4] tokens of a bucket that gets ARGV[2] back in a second and holds ARGV[3]. KEYS: the bucket. Says how many were
-- taken, how many are left, and in how many ms there is one.
--+ clock
local perSecond, burst, want = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local b = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = burst
if b[1] then
  -- A clock that was set back gives none.
  left = math.min(burst, tonumber(b[1]) + math.max(0, now - tonumber(b[2])) * perSecond / 1000)
end
local taken = math.min(want, math.floor(left))
if taken == 0 then
  return { 0, 0, math.ceil((1 - left) / perSecond * 1000) }
end
left = left - taken
redis.call('HSET', KEYS[1], 'left', string.format('%.6f', left), 'at', int(now))
-- When it is full again, it is as one that there is not.
redis.call('PEXPIRE', KEYS[1], int(math.ceil(burst / perSecond * 1000)))
return { taken, math.floor(left), 0 }
