#!lua flags=allow-oom
-- Takes back a lease that ran out: of a runner that names it no more (ARGV[4]); without one, where no work is left.
--+ clock
--+ session
local s = get('runner', 'until')
if not s[1] then
  redis.call('ZREM', S.leases, S.id)
  return 0
end
if isLive(s[1], s[2]) then
  return 0
end
if ARGV[4] ~= '' then
  if s[1] ~= ARGV[4] then
    return 0
  end
  -- Not given back in order: it stays held, so that the next claim counts as a takeover.
  dropLease()
else
  if redis.call('XLEN', S.cmd) > 0 then
    return 0
  end
  dropLease()
  redis.call('HDEL', S.session, 'held')
end
place()
wake(S.wake)
return 1
