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
