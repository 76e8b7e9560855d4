-- How much each index holds, and a request number where one is asked for. Gaps are allowed, repeats are not.
-- KEYS[1] string the last number given out    KEYS[2..] zset indexes
-- ARGV[1] "1": a number too
-- Returns {number or 0, size per index ...}
local found = {ARGV[1] == "1" and redis.call("INCR", KEYS[1]) or 0}
for i = 2, #KEYS do found[i] = redis.call("ZCARD", KEYS[i]) end
return found
