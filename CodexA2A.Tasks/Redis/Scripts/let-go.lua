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
if ARGV[4] ~= '' and s[1] ~= ARGV[4] then
  return 0
end
if ARGV[4] == '' and redis.call('XLEN', S.cmd) > 0 then
  return 0
end
-- A runner that says so lives: it was slow and did not die of its turn, so the next claim is no takeover that counts, three times.
-- What then still costs it its lease is taken for the turn.
local slow = 0
if ARGV[4] ~= '' and get('begun')[1] then
  slow = redis.call('HINCRBY', S.session, 'slow', 1)
end
dropLease()
if slow <= 3 then
  redis.call('HDEL', S.session, 'held')
end
place()
wake(S.wake)
return 1
