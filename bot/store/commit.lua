-- One request moves one step, or nothing moves. All keys share the tenant's hash tag.
-- KEYS[1] string  seen: command id -> first answer      KEYS[2] hash   request: version, state
-- KEYS[3] list    every event of the request, in order  KEYS[4] stream outbox: "request n has news"
-- KEYS[5] zset    timer -> due (Unix ms)                KEYS[6] set    authors of the request's words
-- KEYS[7..] as the groups below name them, in their order
-- ARGV[1] expected version (0: a new request)           ARGV[2] the answer, kept with the seen-key
-- ARGV[3] ms for which the seen-key is kept             ARGV[4] request number
-- ARGV[5] state after the step                          ARGV[6] "1": wake the planners
-- ARGV[7..] groups, each its count first, then per item the arguments in brackets:
--   claims [value, ttl ms or 0] KEYS: claim             claims to drop [] KEYS: claim
--   events [event]                                      words [person, words id, value] KEYS: words, written
--   words to forget [words id] KEYS: words              timers done [name]
--   timers fired [name, due]                            timers set [name, due]
--   index removals [member] KEYS: index                 index additions [score, member] KEYS: index
--   tallies [cell, delta] KEYS: tally (a hash, or a sheet of counters where the cell is "#n")
-- Looks in this order: seen, claims, version; then writes all of it.
-- Without events it is a refusal: only the seen-key is written and timers done or fired are removed.
-- The version is the length of the history.
-- Returns {"done", version} | {"seen", first answer} | {"claimed", which (1..), by} | {"conflict", version}
-- Sent twice (a lost reply) the second finds its seen-key: nothing happens twice.
local k, a = 6, 6
local function key() k = k + 1; return KEYS[k] end
local function arg() a = a + 1; return ARGV[a] end
local function each(act) for _ = 1, tonumber(arg()) do act() end end

local first_answer = redis.call("GET", KEYS[1])
if first_answer then return {"seen", first_answer} end

local claims = {}
local taken
each(function()
  local claim = {key = key(), value = arg(), ttl = arg()}
  local by = redis.call("GET", claim.key)
  claims[#claims + 1] = claim
  if by and by ~= claim.value and not taken then taken = {"claimed", #claims, by} end
end)
if taken then return taken end

local version = tonumber(redis.call("HGET", KEYS[2], "version") or 0)
if version ~= tonumber(ARGV[1]) then return {"conflict", version} end

redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])

local dropped = {}
each(function() dropped[#dropped + 1] = key() end)
local events = {}
each(function() events[#events + 1] = arg() end)
local happened = #events > 0

if happened then
  for _, claim in ipairs(dropped) do redis.call("DEL", claim) end
  for _, claim in ipairs(claims) do
    if claim.ttl == "0" then
      redis.call("SET", claim.key, claim.value)
    else
      redis.call("SET", claim.key, claim.value, "PX", claim.ttl)
    end
  end
  for _, event in ipairs(events) do redis.call("RPUSH", KEYS[3], event) end
  version = version + #events
  redis.call("HSET", KEYS[2], "version", version, "state", ARGV[5])
end

each(function()
  local words, written, person, id, value = key(), key(), arg(), arg(), arg()
  if happened then
    redis.call("HSET", words, id, value)
    redis.call("SADD", KEYS[6], person)
    redis.call("SADD", written, ARGV[4])
  end
end)
each(function()
  local words, id = key(), arg()
  if happened then redis.call("HDEL", words, id) end
end)
each(function() redis.call("ZREM", KEYS[5], arg()) end)
each(function()
  -- A timer that was set anew while it fired keeps its new time.
  local name, due = arg(), arg()
  local now_due = redis.call("ZSCORE", KEYS[5], name)
  if now_due and tonumber(now_due) == tonumber(due) then redis.call("ZREM", KEYS[5], name) end
end)
if not happened then return {"done", version} end

each(function()
  local name, due = arg(), arg()
  redis.call("ZADD", KEYS[5], due, name)
end)
each(function() redis.call("ZREM", key(), arg()) end)
each(function()
  local score, member = arg(), arg()
  redis.call("ZADD", key(), score, member)
end)
each(function()
  local tally, cell, delta = key(), arg(), arg()
  -- "#n" is the n-th counter of a sheet: a string of 32-bit counters, read whole however much was counted.
  if string.byte(cell) == 35 then
    redis.call("BITFIELD", tally, "INCRBY", "i32", cell, delta)
  -- A cell back at nothing leaves, so that a rebuild from the states gives the same hash.
  elseif redis.call("HINCRBY", tally, cell, delta) == 0 then redis.call("HDEL", tally, cell) end
end)
if ARGV[6] == "1" then redis.call("XADD", KEYS[4], "*", "number", ARGV[4]) end
return {"done", version}
