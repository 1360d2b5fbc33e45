#!lua flags=allow-oom
-- Commands of a session for the holder of its lease. KEYS: session, commands; ARGV from 2 on: epoch, first id, last id, how many.
-- Whoever asks for all from some id on was told of those before it: they do not wait any more.
local s = redis.call('HMGET', KEYS[1], 'runner', 'epoch', 'told')
if not s[1] or s[2] ~= ARGV[2] then
  return { 'LOST' }
end
if ARGV[4] == '+' then
  local told = string.format('%s-%.0f', ARGV[2], tonumber(string.match(ARGV[3], '^%d+')) - 1)
  if s[3] ~= told then
    redis.call('HSET', KEYS[1], 'told', told)
  end
end
local reply = { 'HELD' }
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], ARGV[3], ARGV[4], 'COUNT', ARGV[5])) do
  local task, payload = '', ''
  for i = 1, #entry[2], 2 do
    local name, value = entry[2][i], entry[2][i + 1]
    if name == 't' then task = value elseif name == 'p' then payload = value end
  end
  reply[#reply + 1] = string.match(entry[1], '^%d+')
  reply[#reply + 1] = task
  reply[#reply + 1] = payload
end
return reply
