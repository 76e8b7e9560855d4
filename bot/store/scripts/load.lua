-- All that a decision needs, as of one moment. Writes nothing.
-- KEYS[1] hash   request: version, state      KEYS[2] string seen: command id -> first answer
-- KEYS[3] string ms by which the clock moved  KEYS[4] hash absences: person -> until (Unix ms), who set it
-- KEYS[5..] string claims
-- Returns {version or nil, state or nil, first answer or nil, s, us, moved ms or nil, {holder or nil per claim},
-- {person, absence, ...}}
-- s and us are Redis's TIME, not yet moved.
local request = redis.call("HMGET", KEYS[1], "version", "state")
local time = redis.call("TIME")
local holders = {}
for i = 5, #KEYS do holders[i - 4] = redis.call("GET", KEYS[i]) end
local away = redis.call("HGETALL", KEYS[4])
return {
  request[1], request[2], redis.call("GET", KEYS[2]), time[1], time[2], redis.call("GET", KEYS[3]), holders, away
}
