-- A dead letter goes back to the end of its lane, once.
-- KEYS[1] hash dead letters   KEYS[2] zset dead letters -> died at   KEYS[3] list notice keys   KEYS[4] hash cargo
-- KEYS[5] zset lanes -> ready at   KEYS[6] hash notice key -> status   KEYS[7] string ms the clock moved
-- ARGV[1] notice key   ARGV[2] lane   ARGV[3] the notice
-- Returns 1, or 0 when it was no dead letter (any more)
if redis.call("HDEL", KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call("ZREM", KEYS[2], ARGV[1])
redis.call("RPUSH", KEYS[3], ARGV[1])
redis.call("HSET", KEYS[4], ARGV[1], ARGV[3])
redis.call("HSET", KEYS[6], ARGV[1], "queued")
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[7]) or 0)
redis.call("ZADD", KEYS[5], "NX", now, ARGV[2])
return 1
