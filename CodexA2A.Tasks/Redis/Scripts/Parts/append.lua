-- A hint with what it is about, for whoever has read up to the event before: that one's id, then of each event a line and its
-- payload. Large ones are read from the stream.
local function hintOf(before, epoch, n, at, fresh)
  local parts, bytes = { before .. '\n' }, 0
  for i = fresh, n - 1 do
    local e = at + i * 5
    bytes = bytes + #ARGV[e + 4]
    if bytes > 4096 then
      return nil
    end
    parts[#parts + 1] = epoch .. '-' .. ARGV[e] .. ' ' .. ARGV[e + 1] .. ' ' .. ARGV[e + 3] .. ' ' .. ARGV[e + 2] .. ' ' .. #ARGV[e + 4] .. '\n' .. ARGV[e + 4]
  end
  return table.concat(parts)
end

-- Appends n events, five values each from ARGV[at] on: seq, kind, time, state, payload. snapshotLast: empty without a snapshot.
-- Says how it went, the last id, and the hint about it.
local function append(k, session, epoch, n, at, snapshotLast)
  local s = redis.call('HMGET', k.session, 'runner', 'epoch')
  local t = redis.call('HMGET', k.task, 'session', 'last', 'ended')
  if t[1] ~= session then
    return 'FENCED', '0-0'
  end
  if not s[1] or s[2] ~= epoch then
    return 'FENCED', t[2]
  end
  local last = n == 0 and t[2] or epoch .. '-' .. ARGV[at + (n - 1) * 5]
  local hint = last
  if n > 0 then
    local lastSeq = seqOf(t[2])
    local first = tonumber(ARGV[at])
    if first > lastSeq + 1 then
      return 'GAP', t[2]
    end
    local fresh = math.min(n, lastSeq + 1 - first)
    for i = 0, fresh - 1 do
      -- What is there already must be the same, or two writers believe to own the task.
      local id = epoch .. '-' .. ARGV[at + i * 5]
      local there = redis.call('XREVRANGE', k.ev, id, '-', 'COUNT', 1)[1]
      if there and there[1] ~= id and seqOf(there[1]) == seqOf(id) then
        return 'OVERLAP', there[1]
      end
    end
    if fresh == n then
      return 'DUP', t[2]
    end
    if t[3] then
      return 'ENDED', t[2]
    end
    if snapshotLast ~= '' and snapshotLast ~= last then
      return 'SNAPSHOT', t[2]
    end
    for i = fresh, n - 1 do
      local e = at + i * 5
      local id = epoch .. '-' .. ARGV[e]
      if ARGV[e + 1] ~= '' then
        redis.call('XADD', k.ev, id, 'k', ARGV[e + 1], 'a', ARGV[e + 2], 'p', ARGV[e + 4])
      elseif ARGV[e + 3] ~= '' then
        redis.call('XADD', k.ev, id, 's', ARGV[e + 3], 'a', ARGV[e + 2], 'p', ARGV[e + 4])
      else
        redis.call('XADD', k.ev, id, 'a', ARGV[e + 2], 'p', ARGV[e + 4])
      end
    end
    redis.call('HSET', k.task, 'last', last)
    hint = hintOf(t[2], epoch, n, at, fresh) or last
  elseif snapshotLast ~= '' and snapshotLast ~= last then
    return 'SNAPSHOT', t[2]
  end
  return 'OK', last, hint
end

-- Only behind the snapshot, and some at a time. Ids are dense, so the number to keep says which.
local function trim(k, keep)
  keep = tonumber(keep)
  if redis.call('XLEN', k.ev) <= keep + math.max(16, math.floor(keep / 16)) then
    return
  end
  local t = redis.call('HMGET', k.task, 'last', 'snapLast')
  local last = seqOf(t[1])
  redis.call('XTRIM', k.ev, 'MAXLEN', math.max(keep, last - seqOf(t[2])))
end
