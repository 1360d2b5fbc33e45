-- Which start of which server this is; empty where it may not be asked. Another one than before may have lost its last moment.
local function serverRun()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
end
