#!lua flags=no-writes
-- How many commands some sessions of a partition have, and when the oldest that was not begun was stored. KEYS: commands; ARGV: the clock, then of each the first id.
local count = 0
local oldest = ''
for i, key in ipairs(KEYS) do
  count = count + redis.call('XLEN', key)
  for _, entry in ipairs(redis.call('XRANGE', key, ARGV[i + 1] .. '-0', '+', 'COUNT', 1)) do
    for f = 1, #entry[2], 2 do
      if entry[2][f] == 'a' and (oldest == '' or tonumber(entry[2][f + 1]) < tonumber(oldest)) then
        oldest = entry[2][f + 1]
      end
    end
  end
end
return { count, oldest }
