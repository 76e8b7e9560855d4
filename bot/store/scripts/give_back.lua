-- What a lane held back, and whose moment has come, goes to its end in the order in which it was held back.
-- KEYS[1] zset held back in this lane   KEYS[2] zset lanes that hold something back
-- KEYS[3] list notice keys   KEYS[4] hash cargo   KEYS[5] zset lanes -> ready at
-- ARGV[1] lane   ARGV[2] now (Unix ms)   ARGV[3] up to which moment (Unix ms) notices are given back
-- Returns how many were given back
-- Sent twice the second finds them gone.
local given = 0
for _, key in ipairs(redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", string.format("%.0f", ARGV[3] * 1000 + 999))) do
  redis.call("ZREM", KEYS[1], key)
  if redis.call("HEXISTS", KEYS[4], key) == 1 then  -- else its person was forgotten meanwhile
    redis.call("RPUSH", KEYS[3], key)
    given = given + 1
  end
end
if given > 0 then redis.call("ZADD", KEYS[5], "NX", ARGV[2], ARGV[1]) end
local next = redis.call("ZRANGE", KEYS[1], 0, 0, "WITHSCORES")
if next[2] then
  redis.call("ZADD", KEYS[2], string.format("%.0f", math.floor(next[2] / 1000)), ARGV[1])
else
  redis.call("ZREM", KEYS[2], ARGV[1])
end
return given
