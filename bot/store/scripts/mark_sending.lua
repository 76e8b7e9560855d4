-- Says "I am about to send this": found without its end, the notice is doubtful.
-- KEYS[1] string lease of the lane   KEYS[2] list notice keys   KEYS[3] hash head: key, fence, tries
-- ARGV[1] the lease as held (fence:token)   ARGV[2] fence   ARGV[3] notice key   ARGV[4] ms to hold the lane longer
-- Returns {"sending", tries} | {"lost"} | {"moved"} (the notice is no longer the lane's first)
-- Sent twice it counts one try more.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
if redis.call("LINDEX", KEYS[2], 0) ~= ARGV[3] then return {"moved"} end
local head = redis.call("HMGET", KEYS[3], "key", "tries")
local tries = (head[1] == ARGV[3] and tonumber(head[2]) or 0) + 1
redis.call("HSET", KEYS[3], "key", ARGV[3], "fence", ARGV[2], "tries", tries)
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return {"sending", tries}
