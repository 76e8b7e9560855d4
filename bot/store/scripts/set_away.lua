-- Somebody is away until then, or is back; once for each command, however often it is delivered.
-- KEYS[1] string seen: command id -> first answer   KEYS[2] hash absences: person -> until (Unix ms), who set it
-- ARGV[1] person   ARGV[2] what is kept, "" = is back   ARGV[3] answer   ARGV[4] ms the answer is kept
-- Returns {"done"} | {"seen", first answer}
local first = redis.call("GET", KEYS[1])
if first then return {"seen", first} end
if ARGV[2] == "" then
  redis.call("HDEL", KEYS[2], ARGV[1])
else
  redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
end
redis.call("SET", KEYS[1], ARGV[3], "PX", ARGV[4])
return {"done"}
