-- Entries of a feed after one of them, the oldest first. Writes nothing.
-- KEYS[1] stream feed: keys in order   KEYS[2] hash key -> entry id, a space, the entry
-- ARGV[1] id of the entry seen last   ARGV[2] how many at most
-- Returns {id, space, entry as one string, ...}
local found = redis.call("XRANGE", KEYS[1], "(" .. ARGV[1], "+", "COUNT", ARGV[2])
local entries = {}
for i, row in ipairs(found) do entries[i] = redis.call("HGET", KEYS[2], row[2][2]) end
return entries
