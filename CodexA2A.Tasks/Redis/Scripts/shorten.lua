#!lua flags=allow-oom
-- A lease that lasts longer than any that is given (ARGV[4]: how long, where the lease does not say): the clock was set back, or
-- another server's took its place. A runner that lives has a lease time to renew it; a dead one is found when that is over.
-- Less than a lease time more is only waited for: whoever was just renewed must not be hurried by a clock that is corrected.
--+ clock
--+ session
local s = get('runner', 'until', 'lease')
local lease = tonumber(s[3] or ARGV[4])
if not s[1] or tonumber(s[2]) <= now + 2 * lease then
  return 0
end
local deadline = int(now + lease)
redis.call('HSET', S.session, 'until', deadline)
redis.call('ZADD', S.leases, 'XX', deadline, S.id)
return 1
