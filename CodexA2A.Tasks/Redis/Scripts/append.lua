#!lua
-- What a running turn says, with nothing that concerns others: the hot path. KEYS: session, task, ev, channel of the task; ARGV
-- from 5 on: the task's id, the command begun, the binding in three values, how many events, and the events.
--+ words
--+ append
--+ bind
local k = { session = KEYS[1], task = KEYS[2], ev = KEYS[3] }
local n = tonumber(ARGV[10])
local code, last, hint = append(k, ARGV[2], ARGV[3], n, 11, '')
if code == 'OK' then
  bind(KEYS[1], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9])
  if n > 0 then
    -- Not for each event: to ask how many there are costs as much as to append one.
    if math.floor(seqOf(last) / 16) ~= math.floor((tonumber(ARGV[11]) - 1) / 16) then
      trim(k, ARGV[4])
    end
    wake(KEYS[4], hint)
  end
end
return { code, last }
