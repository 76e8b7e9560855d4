-- People of the directory get their ids, each address once.
-- KEYS[1] hash address -> person   KEYS[2] set person ids   KEYS[3..] set per address: what leads to the candidate
-- ARGV per address: address (casefolded), candidate id
-- Returns the person of each address, in their order; a candidate not needed is a gap
local persons = {}
for i = 1, #ARGV / 2 do
  local address, candidate = ARGV[2 * i - 1], ARGV[2 * i]
  local person = redis.call("HGET", KEYS[1], address)
  if not person then
    person = candidate
    redis.call("HSET", KEYS[1], address, person)
    redis.call("SADD", KEYS[2], person)
    redis.call("SADD", KEYS[2 + i], "address " .. address)
  end
  persons[i] = person
end
return persons
