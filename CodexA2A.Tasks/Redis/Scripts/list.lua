#!lua flags=no-writes
-- Up to ARGV[5] tasks behind the cursor, newest first, and before them how many there are in all. KEYS: an index.
local most, least, after, wanted = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local reply = { redis.call('ZCOUNT', KEYS[1], least, '+inf') }
local found, offset, page = 0, 0, nil
repeat
  page = redis.call('ZREVRANGEBYSCORE', KEYS[1], most, least, 'WITHSCORES', 'LIMIT', offset, wanted)
  for i = 1, #page, 2 do
    -- Of the cursor's own millisecond only what comes behind its task.
    if found < wanted and (page[i + 1] ~= most or page[i] < after) then
      reply[#reply + 1] = page[i]
      reply[#reply + 1] = page[i + 1]
      found = found + 1
    end
  end
  offset = offset + wanted
until #page < wanted * 2 or found == wanted
return reply
