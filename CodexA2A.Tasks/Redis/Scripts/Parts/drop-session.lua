-- Everything of a session but its tasks.
local function dropSession()
  redis.call('UNLINK', S.session, S.cmd, S.turns, S.asked, S.open)
  redis.call('ZREM', S.used, S.id)
  redis.call('ZREM', S.ready, S.id)
  redis.call('ZREM', S.leases, S.id)
end
