-- A webhook is three fields of its task's hash: what it is (c), how far it is (p), the token of whoever delivers it (f); each with
-- the id behind a colon.
local function storeWebhook(hash, due, member, id, body, progress)
  redis.call('HSET', hash, 'c:' .. id, body, 'p:' .. id, progress, 'f:' .. id, '')
  redis.call('ZADD', due, int(now), member)
end
