-- Moves the cursor over events and puts their notices on lanes, in one step.
-- KEYS[1] string lease of the request      KEYS[2] hash request: planned (the cursor)
-- KEYS[3] hash   notice key -> status      KEYS[4] zset lanes with work -> ready at (Unix ms)
-- KEYS[5] string ms by which the clock moved
-- KEYS[6..] per notice: list of its lane, hash cargo of its lane
-- ARGV[1] the lease as held (fence:token)  ARGV[2] cursor before  ARGV[3] cursor after
-- ARGV[4..] per notice: lane, notice key, the notice
-- Returns {"planned", notices added} | {"lost"} | {"moved", cursor}
-- Sent twice, or planned again by another holder: the cursor stands at ARGV[3], or the keys are there; nothing is added.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
local cursor = tonumber(redis.call("HGET", KEYS[2], "planned") or 0)
local before, after = tonumber(ARGV[2]), tonumber(ARGV[3])
if cursor == after and before ~= after then return {"planned", 0} end
if cursor ~= before then return {"moved", cursor} end

local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[5]) or 0)
local added = 0
for i = 0, (#KEYS - 5) / 2 - 1 do
  local list, cargo = KEYS[6 + 2 * i], KEYS[7 + 2 * i]
  local lane, key, notice = ARGV[4 + 3 * i], ARGV[5 + 3 * i], ARGV[6 + 3 * i]
  if redis.call("HSETNX", KEYS[3], key, "queued") == 1 then
    redis.call("RPUSH", list, key)
    redis.call("HSET", cargo, key, notice)
    redis.call("ZADD", KEYS[4], "NX", now, lane)  -- a lane that waits keeps waiting
    added = added + 1
  end
end
redis.call("HSET", KEYS[2], "planned", after)
return {"planned", added}
