-- All that a decision needs, as of one moment. Writes nothing.
-- KEYS[1] hash   request: version, state      KEYS[2] string seen: command id -> first answer
-- KEYS[3] string ms by which the clock moved  KEYS[4] hash absences: person -> until (Unix ms), who set it
-- KEYS[5] hash   profile of who speaks        KEYS[6..] string claims, then zset indexes
-- ARGV[1] how many claims                     ARGV[2] how many members of each index: the greatest scores
-- Returns {version or nil, state or nil, first answer or nil, s, us, moved ms or nil, {holder or nil per claim},
-- {person, absence, ...}, {field, value, ...}, {{member, ...} per index}}
-- s and us are Redis's TIME, not yet moved.
local request = redis.call("HMGET", KEYS[1], "version", "state")
local time = redis.call("TIME")
local claims = 5 + ARGV[1]
local holders, members = {}, {}
for i = 6, claims do holders[i - 5] = redis.call("GET", KEYS[i]) end
for i = claims + 1, #KEYS do members[i - claims] = redis.call("ZREVRANGE", KEYS[i], 0, ARGV[2] - 1) end
return {
  request[1], request[2], redis.call("GET", KEYS[2]), time[1], time[2], redis.call("GET", KEYS[3]), holders,
  redis.call("HGETALL", KEYS[4]), redis.call("HGETALL", KEYS[5]), members
}
