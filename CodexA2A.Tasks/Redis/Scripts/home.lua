#!lua flags=allow-oom
-- A runner of this home lives. KEYS: homes. With ARGV[3] the home is only made known, unless it is. Says the time and all homes.
-- Where no home at all was heard of for more than ARGV[4] ms, Redis or the whole fleet was away: all count as heard of now.
--+ clock
if ARGV[2] ~= '' then
  local newest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  if newest[2] and now - tonumber(newest[2]) > tonumber(ARGV[4]) then
    for _, home in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
      redis.call('ZADD', KEYS[1], int(now), home)
    end
  end
end
if ARGV[2] ~= '' then
  if ARGV[3] == '' then
    redis.call('ZADD', KEYS[1], int(now), ARGV[2])
  else
    redis.call('ZADD', KEYS[1], 'NX', int(now), ARGV[2])
  end
end
local reply = { int(now) }
local homes = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #homes, 2 do
  local heard = homes[i + 1]
  if tonumber(heard) > now then
    -- Nobody was heard of in the time to come: the clock was set back since, and that home counts from now.
    heard = int(now)
    redis.call('ZADD', KEYS[1], heard, homes[i])
  end
  reply[#reply + 1] = homes[i]
  reply[#reply + 1] = heard
end
return reply
