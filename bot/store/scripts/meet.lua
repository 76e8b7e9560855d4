-- A platform's identity is seen: whose is it?
-- KEYS[1] hash identity -> person   KEYS[2] hash address -> person   KEYS[3] set person ids
-- KEYS[4] set what leads to the person of ARGV[3]
-- ARGV[1] identity   ARGV[2] address that may join identities, or ""   ARGV[3] whom to give it to
-- ARGV[4] "1": ARGV[3] is a new id   ARGV[5] "" | the person whose it must be now, to be moved
-- KEYS[5] with ARGV[5]: set what leads to that person
-- ARGV[6] "" | what an identity begins with of which a person has one alone: with an address that leads to a person who
-- has such a one already the address is somebody else's by now, and joins nobody
-- Returns {"is", person} | {"belongs", person} (the address is that person's: ask again with them) | {"gone"}
-- | {"reused"}
-- Sent twice it finds the identity and answers the same.
local is = redis.call("HGET", KEYS[1], ARGV[1])
if ARGV[5] ~= "" then
  if is == ARGV[3] then return {"is", is} end
  if is ~= ARGV[5] then return {"gone"} end
  redis.call("SREM", KEYS[5], "identity " .. ARGV[1])
elseif is then
  return {"is", is}
end
if ARGV[6] ~= "" and ARGV[2] ~= "" then
  for _, way in ipairs(redis.call("SMEMBERS", KEYS[4])) do
    if string.sub(way, 1, 9 + #ARGV[6]) == "identity " .. ARGV[6] then return {"reused"} end
  end
end
if ARGV[2] ~= "" then
  local by = redis.call("HGET", KEYS[2], ARGV[2])
  if by and by ~= ARGV[3] then return {"belongs", by} end
  redis.call("HSET", KEYS[2], ARGV[2], ARGV[3])
  redis.call("SADD", KEYS[4], "address " .. ARGV[2])
end
if ARGV[4] ~= "1" and redis.call("SISMEMBER", KEYS[3], ARGV[3]) == 0 then return {"gone"} end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[3])
redis.call("SADD", KEYS[3], ARGV[3])
redis.call("SADD", KEYS[4], "identity " .. ARGV[1])
return {"is", ARGV[3]}
