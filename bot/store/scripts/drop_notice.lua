-- Takes a notice off its lane, wherever it stands, for a person who is to be forgotten.
-- KEYS[1] list notice keys   KEYS[2] hash cargo   KEYS[3] hash head   KEYS[4] hash notice key -> status
-- KEYS[5] hash dead letters  KEYS[6] zset dead letters -> died at
-- ARGV[1] notice key
-- Returns 1, or 0 when it was nowhere
local here = redis.call("HDEL", KEYS[2], ARGV[1]) + redis.call("HDEL", KEYS[5], ARGV[1])
redis.call("LREM", KEYS[1], 1, ARGV[1])
redis.call("ZREM", KEYS[6], ARGV[1])
if redis.call("HGET", KEYS[3], "key") == ARGV[1] then redis.call("DEL", KEYS[3]) end
if here > 0 then redis.call("HSET", KEYS[4], ARGV[1], "erased") end
return here
