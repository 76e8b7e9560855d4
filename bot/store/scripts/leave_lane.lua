-- Gives a lane back: because it is empty, because it must wait, or because its sender stops.
-- KEYS[1] string lease of the lane   KEYS[2] list notice keys   KEYS[3] hash head   KEYS[4] zset lanes -> ready at
-- ARGV[1] the lease as held (fence:token)   ARGV[2] fence   ARGV[3] lane
-- ARGV[4] "empty": only if nothing is left | "wait": until ARGV[5] | "stop"
-- ARGV[5] ready at (Unix ms)   ARGV[6] "1": what was being sent was certainly not taken, so it is not doubtful
-- Returns {"left"} | {"more"} (empty was asked, but notices came) | {"lost"}
-- Sent twice the second says "lost"; the lane is given back by then.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
if ARGV[4] == "empty" then
  if redis.call("LLEN", KEYS[2]) > 0 then return {"more"} end
  redis.call("ZREM", KEYS[4], ARGV[3])
  redis.call("DEL", KEYS[3])
elseif ARGV[4] == "wait" then
  redis.call("ZADD", KEYS[4], ARGV[5], ARGV[3])
end
if ARGV[6] == "1" and redis.call("HGET", KEYS[3], "fence") == ARGV[2] then redis.call("HSET", KEYS[3], "fence", "") end
redis.call("DEL", KEYS[1])
return {"left"}
