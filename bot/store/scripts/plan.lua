-- Moves the cursor over events and puts their notices on lanes; then the lease ends, unless there is more to plan.
-- KEYS[1] string lease of the request      KEYS[2] hash request: planned (the cursor)   KEYS[3] list history
-- KEYS[4] hash   notice key -> status      KEYS[5] zset lanes with work -> ready at (Unix ms)
-- KEYS[6] stream outbox                    KEYS[7] hash requests whose news could not be planned
-- KEYS[8] string ms by which the clock moved
-- KEYS[9..] per notice: list of its lane, hash cargo of its lane
-- ARGV[1] the lease as held (fence:token)  ARGV[2] request number   ARGV[3] "" | why it is set aside
-- ARGV[4] consumer group                   ARGV[5] cursor before    ARGV[6] cursor after (the same: nothing is planned)
-- ARGV[7] how many notices, then per notice: lane, notice key, the notice; then the wake-ups held
-- Returns {"done"} | {"more"} (an event came meanwhile, which woke somebody who found it taken) | {"lost"}
-- Planned again by another holder, the cursor stands elsewhere or the keys are there: nothing is added.
-- Sent twice the second says "lost", or plans nothing more; the wake-ups are gone by then.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
local cursor = tonumber(redis.call("HGET", KEYS[2], "planned") or 0)
local before, after, count = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if cursor == before and before ~= after then
  local time = redis.call("TIME")
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[8]) or 0)
  for i = 0, count - 1 do
    local list, cargo = KEYS[9 + 2 * i], KEYS[10 + 2 * i]
    local lane, key, notice = ARGV[8 + 3 * i], ARGV[9 + 3 * i], ARGV[10 + 3 * i]
    if redis.call("HSETNX", KEYS[4], key, "queued") == 1 then
      redis.call("RPUSH", list, key)
      redis.call("HSET", cargo, key, notice)
      redis.call("ZADD", KEYS[5], "NX", now, lane)  -- a lane that waits keeps waiting
    end
  end
  redis.call("HSET", KEYS[2], "planned", after)
  cursor = after
end

if ARGV[3] ~= "" then
  redis.call("HSET", KEYS[7], ARGV[2], ARGV[3])
else
  if redis.call("LLEN", KEYS[3]) > cursor then return {"more"} end
  redis.call("HDEL", KEYS[7], ARGV[2])
end
redis.call("DEL", KEYS[1])
for i = 8 + 3 * count, #ARGV do
  redis.call("XACK", KEYS[6], ARGV[4], ARGV[i])
  redis.call("XDEL", KEYS[6], ARGV[i])
end
return {"done"}
