-- Appends to a person's feed once per key, and rings for whoever shows it.
-- KEYS[1] stream feed: keys in order   KEYS[2] hash key -> entry id, a space, the entry
-- KEYS[3] stream bell   KEYS[4] set persons with a feed
-- ARGV[1] person   ARGV[2] key   ARGV[3] entry   ARGV[4] entries a feed keeps   ARGV[5] entries the bell keeps
-- Returns the entry's id
-- The stream holds no words: what XDEL takes out of a stream stays in its memory, and in what is written to disk,
-- until its whole block is empty.
-- Sent twice, or again after a doubtful send, the key is there: nothing is appended.
local there = redis.call("HGET", KEYS[2], ARGV[2])
if there then return string.match(there, "^(%S+) ") end
while redis.call("XLEN", KEYS[1]) >= tonumber(ARGV[4]) do
  local oldest = redis.call("XRANGE", KEYS[1], "-", "+", "COUNT", 1)[1]
  redis.call("HDEL", KEYS[2], oldest[2][2])
  redis.call("XDEL", KEYS[1], oldest[1])
end
local id = redis.call("XADD", KEYS[1], "*", "key", ARGV[2])
redis.call("HSET", KEYS[2], ARGV[2], id .. " " .. ARGV[3])
redis.call("SADD", KEYS[4], ARGV[1])
redis.call("XADD", KEYS[3], "MAXLEN", "~", ARGV[5], "*", "person", ARGV[1])
return id
