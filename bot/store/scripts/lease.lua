-- One worker plans a request's news; who finds it taken acknowledges its wake-ups and leaves.
-- KEYS[1] string lease of the request   KEYS[2] string the last fence   KEYS[3] stream outbox
-- KEYS[4] hash   request: planned       KEYS[5] list   history
-- ARGV[1] token of this attempt   ARGV[2] ms to hold   ARGV[3] consumer group   ARGV[4] consumer
-- ARGV[5] events known already    ARGV[6..] wake-ups held
-- Returns {"held", fence, cursor or nil, {event, ...} beyond the known ones} | {"taken"} | {"gone"} (none of the wake-ups is ours any more: others look after them)
-- A lease always has a wake-up pending for its holder, younger than the lease: who takes over after a crash finds it.
-- So one without a wake-up takes no lease, and taking one makes the wake-ups young again.
-- Sent twice it finds its own token and says "held" again, or no wake-up of its own and says "gone".
local function given(fence)
  return {"held", fence, redis.call("HGET", KEYS[4], "planned"), redis.call("LRANGE", KEYS[5], ARGV[5], -1)}
end
local held = redis.call("GET", KEYS[1])
if held then
  local fence, token = string.match(held, "^(%d+):(.*)$")
  if token == ARGV[1] then return given(tonumber(fence)) end
end
local mine = {}
for i = 6, #ARGV do
  if #redis.call("XPENDING", KEYS[3], ARGV[3], ARGV[i], ARGV[i], 1, ARGV[4]) > 0 then mine[#mine + 1] = ARGV[i] end
end
if #mine == 0 then return {"gone"} end
if held then
  for _, entry in ipairs(mine) do
    redis.call("XACK", KEYS[3], ARGV[3], entry)
    redis.call("XDEL", KEYS[3], entry)
  end
  return {"taken"}
end
local fence = redis.call("INCR", KEYS[2])
redis.call("SET", KEYS[1], fence .. ":" .. ARGV[1], "PX", ARGV[2])
for _, entry in ipairs(mine) do redis.call("XCLAIM", KEYS[3], ARGV[3], ARGV[4], 0, entry, "JUSTID") end
return given(fence)
