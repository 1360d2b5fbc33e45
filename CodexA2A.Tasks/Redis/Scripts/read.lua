#!lua flags=no-writes
-- Snapshot, tail, state and open questions of one moment.
--+ clock
--+ session
--+ interrupts
local t = redis.call('HMGET', KEYS[13], 'owner', 'context', 'last', 'snapLast', 'snap', 'state', 'at')
if t[1] ~= ARGV[4] then
  return {}
end
local position = ''
local turn = redis.call('ZSCORE', S.turns, ARGV[3])
local s = get('begun', 'epoch')
if turn and t[6] == '1' and int(tonumber(turn)) ~= s[1] then
  position = tostring(redis.call('ZRANK', S.turns, ARGV[3]))
end
local reply = { t[2], t[3], t[4], t[5], t[6], t[7], position, int(now), s[2] or '0' }
local open = openOf(ARGV[3])
reply[#reply + 1] = tostring(#open)
for _, id in ipairs(open) do
  reply[#reply + 1] = redis.call('HGET', S.asked, 'b:' .. id)
end
for _, entry in ipairs(redis.call('XRANGE', KEYS[14], '(' .. t[4], '+')) do
  local kind, state, at, payload = '', '', '', ''
  for i = 1, #entry[2], 2 do
    local name, value = entry[2][i], entry[2][i + 1]
    if name == 'k' then kind = value elseif name == 's' then state = value elseif name == 'a' then at = value elseif name == 'p' then payload = value end
  end
  reply[#reply + 1] = entry[1]
  reply[#reply + 1] = kind
  reply[#reply + 1] = state
  reply[#reply + 1] = at
  reply[#reply + 1] = payload
end
return reply
