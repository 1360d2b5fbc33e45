-- ARGV[1]: a time in ms in place of the server's (tests only; empty otherwise).
--+ words
local server = redis.call('TIME')
local micros = tonumber(server[1]) * 1000000 + tonumber(server[2])
local now = tonumber(ARGV[1]) or math.floor(micros / 1000)
