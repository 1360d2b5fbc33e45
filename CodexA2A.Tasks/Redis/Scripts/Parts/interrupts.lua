-- The questions of a session, as fields of one hash: status (s), task (t), asked at (a), deadline (d), body (b), public key of a
-- secret one (x), reply (r), position of the answer (p), its submit key (k), successor (n); each with the id behind a colon.
local function closeInterrupt(id, status, successor)
  redis.call('HSET', S.asked, 's:' .. id, status)
  if successor and successor ~= '' then
    redis.call('HSET', S.asked, 'n:' .. id, successor)
  end
  redis.call('ZREM', S.open, id)
  redis.call('ZREM', S.due, id)
  redis.call('ZREM', S.openOfOwner, id)
end

local function openOf(task)
  local ids = {}
  for _, id in ipairs(redis.call('ZRANGE', S.open, 0, -1)) do
    if redis.call('HGET', S.asked, 't:' .. id) == task then
      ids[#ids + 1] = id
    end
  end
  return ids
end
