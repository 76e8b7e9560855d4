-- Takes the lane's first notice out of the lane until a better moment, so that those behind it need not wait.
-- KEYS[1] string lease of the lane   KEYS[2] list notice keys   KEYS[3] hash head   KEYS[4] hash cargo
-- KEYS[5] zset   held back in this lane: notice key -> until (Unix ms) * 1000 + its place among them
-- KEYS[6] zset   lanes that hold something back -> until (Unix ms), the earliest
-- ARGV[1] the lease as held (fence:token)   ARGV[2] notice key   ARGV[3] until (Unix ms)   ARGV[4] lane
-- ARGV[5] the notice, written anew
-- Returns {"held"} | {"lost"}
-- Sent twice the notice is held back already: "held".
if redis.call("LINDEX", KEYS[2], 0) ~= ARGV[2] then
  if redis.call("ZSCORE", KEYS[5], ARGV[2]) then return {"held"} end
  return {"lost"}
end
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
redis.call("LPOP", KEYS[2])
redis.call("DEL", KEYS[3])
redis.call("HSET", KEYS[4], ARGV[2], ARGV[5])
-- After those that wait for the same moment; from the thousandth on a little later than it.
local score = ARGV[3] * 1000
local last = redis.call("ZREVRANGEBYSCORE", KEYS[5], score + 99999, score, "WITHSCORES", "LIMIT", 0, 1)
if last[2] then score = last[2] + 1 end
redis.call("ZADD", KEYS[5], string.format("%.0f", score), ARGV[2])
local earliest = tonumber(redis.call("ZSCORE", KEYS[6], ARGV[4]))
if not earliest or earliest > tonumber(ARGV[3]) then redis.call("ZADD", KEYS[6], ARGV[3], ARGV[4]) end
return {"held"}
