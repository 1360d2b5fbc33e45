#!lua
-- Events of a running turn without any effect: the hot path. KEYS: session, task, ev, channel of the task.
--+ words
--+ append
local k = { session = KEYS[1], task = KEYS[2], ev = KEYS[3] }
local code, last = append(k, ARGV[2], ARGV[3], tonumber(ARGV[5]), 6, '')
if code == 'OK' then
  -- Not for each event: to ask how many there are costs as much as to append one.
  if math.floor(seqOf(last) / 16) ~= math.floor((tonumber(ARGV[6]) - 1) / 16) then
    trim(k, ARGV[4])
  end
  wake(KEYS[4], last)
end
return { code, last }
