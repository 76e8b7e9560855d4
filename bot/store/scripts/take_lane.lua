-- One sender works a lane at a time.
-- KEYS[1] string lease of the lane   KEYS[2] string the last fence      KEYS[3] list notice keys in order
-- KEYS[4] hash   cargo: key->notice  KEYS[5] hash   head: key, fence, tries  KEYS[6] zset lanes -> ready at
-- KEYS[7] string ms by which the clock moved
-- ARGV[1] token of this attempt   ARGV[2] ms to hold   ARGV[3] lane   ARGV[4] how many notices to show
-- Returns {"held", fence, head key, head fence, tries, {notice, ...}}
--       | {"taken"} | {"waits", ready at (Unix ms)} | {"empty"}
-- A head fence that is not "" means: somebody began to send it and never said how it ended.
-- Sent twice it finds its own token and answers the same.
local fence
local held = redis.call("GET", KEYS[1])
if held then
  local its_fence, token = string.match(held, "^(%d+):(.*)$")
  if token ~= ARGV[1] then return {"taken"} end
  fence = tonumber(its_fence)
else
  local ready = tonumber(redis.call("ZSCORE", KEYS[6], ARGV[3]))
  if not ready then return {"empty"} end
  local time = redis.call("TIME")
  if ready > time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[7]) or 0) then
    return {"waits", ready}
  end
  fence = redis.call("INCR", KEYS[2])
  redis.call("SET", KEYS[1], fence .. ":" .. ARGV[1], "PX", ARGV[2])
end
local head = redis.call("HMGET", KEYS[5], "key", "fence", "tries")
local waiting = redis.call("LRANGE", KEYS[3], 0, ARGV[4] - 1)
local shown = #waiting > 0 and redis.call("HMGET", KEYS[4], unpack(waiting)) or {}
return {"held", fence, head[1] or "", head[2] or "", tonumber(head[3] or 0), shown}
