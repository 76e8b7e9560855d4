-- Says "I am about to send this": found without its end, the notice is doubtful.
-- KEYS[1] string lease of the lane   KEYS[2] list notice keys   KEYS[3] hash head: key, fence, tries
-- ARGV[1] the lease as held (fence:token)   ARGV[2] fence   ARGV[3] notice key   ARGV[4] ms to hold the lane longer
-- Returns {"sending", tries} | {"lost"} | {"moved"} (the notice is no longer the lane's first)
-- Sent twice it counts one try more.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
if redis.call("LINDEX", KEYS[2], 0) ~= ARGV[3] then return {"moved"} end
if redis.call("HGET", KEYS[3], "key") ~= ARGV[3] then redis.call("HSET", KEYS[3], "key", ARGV[3], "tries", 0) end
redis.call("HSET", KEYS[3], "fence", ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return {"sending", redis.call("HINCRBY", KEYS[3], "tries", 1)}
