-- The webhooks of a task. KEYS from at on: its hash, what is due, what was given up.
local function dropWebhooks(at)
  for _, field in ipairs(redis.call('HKEYS', KEYS[at])) do
    if string.sub(field, 1, 2) == 'c:' then
      local member = T.id .. '/' .. string.sub(field, 3)
      redis.call('ZREM', KEYS[at + 1], member)
      redis.call('ZREM', KEYS[at + 2], member)
    end
  end
  redis.call('UNLINK', KEYS[at])
end
