#!lua
-- Events of a running turn without any effect: the hot path. KEYS: session, task, ev, channel of the task.
--+ clock
--+ append
local k = { session = KEYS[1], task = KEYS[2], ev = KEYS[3] }
local code, last = append(k, ARGV[2], ARGV[3], tonumber(ARGV[5]), 6, '')
if code == 'OK' then
  trim(k, ARGV[4])
  wake(KEYS[4], last)
end
return { code, last }
