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
-- Of the time to come nothing was heard: the clock was set back since, and counts from now.
for _, home in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. int(now), '+inf')) do
  redis.call('ZADD', KEYS[1], int(now), home)
end
local reply = { int(now) }
for _, value in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')) do
  reply[#reply + 1] = value
end
return reply
