-- Appends to a person's feed once per key, and rings for whoever shows it.
-- KEYS[1] stream feed   KEYS[2] hash key -> entry id   KEYS[3] stream bell   KEYS[4] set persons with a feed
-- ARGV[1] person  ARGV[2] key  ARGV[3] payload  ARGV[4] whose words it holds  ARGV[5] request number
-- ARGV[6] entries a feed keeps  ARGV[7] entries the bell keeps
-- Returns the entry's id
-- Sent twice, or again after a doubtful send, the key is there: nothing is appended.
local id = redis.call("HGET", KEYS[2], ARGV[2])
if id then return id end
while redis.call("XLEN", KEYS[1]) >= tonumber(ARGV[6]) do
  local oldest = redis.call("XRANGE", KEYS[1], "-", "+", "COUNT", 1)[1]
  redis.call("HDEL", KEYS[2], oldest[2][2])
  redis.call("XDEL", KEYS[1], oldest[1])
end
id = redis.call("XADD", KEYS[1], "*", "key", ARGV[2], "payload", ARGV[3], "people", ARGV[4], "number", ARGV[5])
redis.call("HSET", KEYS[2], ARGV[2], id)
redis.call("SADD", KEYS[4], ARGV[1])
redis.call("XADD", KEYS[3], "MAXLEN", "~", ARGV[7], "*", "person", ARGV[1])
return id
