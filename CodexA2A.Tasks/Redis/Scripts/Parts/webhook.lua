-- A webhook is three fields of its task's hash: what it is (c), how far it is (p), the token of whoever delivers it (f); each with
-- the id behind a colon.
local function storeWebhook(hash, due, member, id, body, progress)
  redis.call('HSET', hash, 'c:' .. id, body, 'p:' .. id, progress, 'f:' .. id, '')
  redis.call('PERSIST', hash)
  redis.call('ZADD', due, int(now), member)
end

-- When nothing is delivered for a task any more, its webhooks go by themselves: a process of an earlier release deletes and forgets a
-- task without them. Those that are due are found at their next claim.
local function letEndedGo(hash, due, member, id, keep)
  local task = string.sub(member, 1, #member - #id)
  for _, field in ipairs(redis.call('HKEYS', hash)) do
    if string.sub(field, 1, 2) == 'c:' and redis.call('ZSCORE', due, task .. string.sub(field, 3)) then
      return
    end
  end
  redis.call('PEXPIRE', hash, keep)
end
