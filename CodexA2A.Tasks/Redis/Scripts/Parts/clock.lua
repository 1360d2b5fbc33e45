-- ARGV[1]: a time in ms in place of the server's (tests only; empty otherwise).
local server = redis.call('TIME')
local micros = tonumber(server[1]) * 1000000 + tonumber(server[2])
local now = tonumber(ARGV[1]) or math.floor(micros / 1000)

local function int(number)
  return string.format('%.0f', number)
end

local function wake(channel, text)
  -- Sharded: in a cluster only the slot's own node hears it, and elsewhere it is the same.
  redis.call('SPUBLISH', channel, text or '')
end

local function seqOf(id)
  return tonumber(string.match(id, '%-(%d+)$'))
end
