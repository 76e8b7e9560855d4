-- What is due by the tenant's clock, the earliest first. Writes nothing.
-- KEYS[1] zset member -> due (Unix ms)   KEYS[2] string ms by which the clock moved
-- ARGV[1] how many at most
-- Returns {now (Unix ms), next due that is not yet, or nil, {member, due, member, due, ...}}
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[2]) or 0)
local due = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", now, "WITHSCORES", "LIMIT", 0, ARGV[1])
local later = redis.call("ZRANGEBYSCORE", KEYS[1], "(" .. string.format("%.0f", now), "+inf", "WITHSCORES", "LIMIT", 0, 1)
return {now, later[2] or false, due}
