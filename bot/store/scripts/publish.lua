-- A version of something that every process uses becomes the current one.
-- KEYS[1] hash part -> bytes of this version   KEYS[2] zset version -> published at (Unix ms)
-- KEYS[3] hash kind -> current version         KEYS[4] string ms the clock moved
-- ARGV[1] kind   ARGV[2] version   ARGV[3] "": whatever is current | "=" .. the version that must be ("=": none)
-- ARGV[4..] part, bytes
-- Returns {"published"} | {"moved", current version or ""}
-- Sent twice the version is current already: "published".
local current = redis.call("HGET", KEYS[3], ARGV[1]) or ""
if ARGV[3] ~= "" and current ~= ARGV[2] and "=" .. current ~= ARGV[3] then return {"moved", current} end
redis.call("DEL", KEYS[1])
for i = 4, #ARGV, 2 do redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1]) end
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[4]) or 0)
redis.call("ZADD", KEYS[2], now, ARGV[2])
redis.call("HSET", KEYS[3], ARGV[1], ARGV[2])
return {"published"}
