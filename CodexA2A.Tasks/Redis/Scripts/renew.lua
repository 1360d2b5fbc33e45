#!lua flags=allow-oom
-- Extends the leases of one partition that are still the runner's. KEYS: leases, then session and commands of each; ARGV from 4
-- on: session, epoch and the last command it was told of, of each.
--+ clock
local runner, leaseMs = ARGV[2], tonumber(ARGV[3])
local reply = {}
for i = 0, (#KEYS - 1) / 2 - 1 do
  local session, cmd = KEYS[2 + i * 2], KEYS[3 + i * 2]
  local id, epoch, told = ARGV[4 + i * 3], ARGV[5 + i * 3], tonumber(ARGV[6 + i * 3])
  local s = redis.call('HMGET', session, 'runner', 'epoch', 'last', 'cur')
  if s[1] ~= runner or s[2] ~= epoch then
    reply[#reply + 1] = 'LOST'
  else
    local deadline = int(now + leaseMs)
    redis.call('HSET', session, 'until', deadline, 'lease', int(leaseMs))
    redis.call('ZADD', KEYS[1], deadline, id)
    local after = math.max(told, tonumber(s[4]))
    local behind = tonumber(s[3]) > after and #redis.call('XRANGE', cmd, int(after + 1) .. '-0', '+', 'COUNT', 1) > 0
    reply[#reply + 1] = behind and 'BEHIND' or 'OK'
  end
end
return reply
