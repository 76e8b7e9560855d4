-- Nothing leads to this person any more, and nothing tells who it was.
-- KEYS[1] hash identity -> person  KEYS[2] hash address -> person  KEYS[3] set person ids
-- KEYS[4] hash profile             KEYS[5] set what leads to the person   KEYS[6] set ids of the erased
-- ARGV[1] person
-- Returns how many identities and addresses led there
local led = redis.call("SMEMBERS", KEYS[5])
for _, way in ipairs(led) do
  local kind, name = string.match(way, "^(%a+) (.*)$")
  local hash = kind == "identity" and KEYS[1] or KEYS[2]
  if redis.call("HGET", hash, name) == ARGV[1] then redis.call("HDEL", hash, name) end
end
redis.call("DEL", KEYS[4], KEYS[5])
redis.call("SREM", KEYS[3], ARGV[1])
redis.call("SADD", KEYS[6], ARGV[1])
return #led
