-- Ends a lease only when nothing is left to plan: an event that came meanwhile woke somebody who found it taken.
-- KEYS[1] string lease   KEYS[2] hash request: planned   KEYS[3] list history   KEYS[4] stream outbox
-- KEYS[5] hash requests whose news could not be planned
-- ARGV[1] the lease as held (fence:token)   ARGV[2] request number   ARGV[3] "" | why it is set aside
-- ARGV[4] consumer group   ARGV[5..] wake-ups held
-- Returns {"done"} | {"more"} | {"lost"}
-- Sent twice the second says "lost"; the wake-ups are gone by then.
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
if ARGV[3] ~= "" then
  redis.call("HSET", KEYS[5], ARGV[2], ARGV[3])
else
  if redis.call("LLEN", KEYS[3]) > tonumber(redis.call("HGET", KEYS[2], "planned") or 0) then return {"more"} end
  redis.call("HDEL", KEYS[5], ARGV[2])
end
redis.call("DEL", KEYS[1])
for i = 5, #ARGV do
  redis.call("XACK", KEYS[4], ARGV[4], ARGV[i])
  redis.call("XDEL", KEYS[4], ARGV[i])
end
return {"done"}
