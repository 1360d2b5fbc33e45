#!lua flags=no-writes
-- Commands of a session for the holder of its lease. KEYS: session, commands; ARGV: epoch, first id, last id, how many.
local s = redis.call('HMGET', KEYS[1], 'runner', 'epoch')
if not s[1] or s[2] ~= ARGV[2] then
  return { 'LOST' }
end
local reply = { 'HELD' }
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[4], 'COUNT', ARGV[5])) do
  reply[#reply + 1] = string.match(entry[1], '^%d+')
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'p' then
      reply[#reply + 1] = entry[2][i + 1]
    end
  end
end
return reply
