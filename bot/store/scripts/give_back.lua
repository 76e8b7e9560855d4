-- What a lane held back, and whose moment has come, goes before all that waits there and came later, in the order in
-- which it was held back. What is being sent stays the lane's first.
-- KEYS[1] zset held back in this lane   KEYS[2] zset lanes that hold something back
-- KEYS[3] list notice keys   KEYS[4] hash cargo   KEYS[5] zset lanes -> ready at   KEYS[6] hash head: key, fence, tries
-- ARGV[1] lane   ARGV[2] now (Unix ms)   ARGV[3] up to which moment (Unix ms) notices are given back
-- Returns how many were given back
-- Sent twice the second finds them gone.
local head = redis.call("HMGET", KEYS[6], "key", "fence")
local sending = head[1] and head[2] ~= "" and redis.call("LINDEX", KEYS[3], 0) == head[1]
if sending then redis.call("LPOP", KEYS[3]) end
local due = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", string.format("%.0f", ARGV[3] * 1000 + 999))
local given = 0
for i = #due, 1, -1 do
  redis.call("ZREM", KEYS[1], due[i])
  if redis.call("HEXISTS", KEYS[4], due[i]) == 1 then  -- else its person was forgotten meanwhile
    redis.call("LPUSH", KEYS[3], due[i])
    given = given + 1
  end
end
if sending then redis.call("LPUSH", KEYS[3], head[1]) end
if given > 0 then redis.call("ZADD", KEYS[5], "NX", ARGV[2], ARGV[1]) end
local next = redis.call("ZRANGE", KEYS[1], 0, 0, "WITHSCORES")
if next[2] then
  redis.call("ZADD", KEYS[2], string.format("%.0f", math.floor(next[2] / 1000)), ARGV[1])
else
  redis.call("ZREM", KEYS[2], ARGV[1])
end
return given
