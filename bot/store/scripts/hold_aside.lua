-- Whoever says an aside says so: that it begins to, that it must wait, or that it takes it over from who is gone.
-- KEYS[1] hash aside: payload, owner, state   KEYS[2] zset aside -> due
-- ARGV[1] who says it   ARGV[2] id   ARGV[3] "begun", "waits" or "" (takes over: as it is)
-- ARGV[4] when it is another's to say (Unix ms)   ARGV[5] now (Unix ms), for who takes over
-- Returns {payload, state} as it was, or {} where it is over, or another's.
local owner = redis.call("HGET", KEYS[1], "owner")
if not owner then
  redis.call("ZREM", KEYS[2], ARGV[2])
  return {}
end
if ARGV[3] == "" then
  local due = redis.call("ZSCORE", KEYS[2], ARGV[2])
  if not due or tonumber(due) > tonumber(ARGV[5]) then return {} end
elseif owner ~= ARGV[1] then
  return {}
end
local was = redis.call("HMGET", KEYS[1], "payload", "state")
redis.call("HSET", KEYS[1], "owner", ARGV[1])
if ARGV[3] ~= "" then redis.call("HSET", KEYS[1], "state", ARGV[3]) end
redis.call("ZADD", KEYS[2], ARGV[4], ARGV[2])
return was
