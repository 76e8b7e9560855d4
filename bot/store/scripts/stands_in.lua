-- A request stands in these indexes and in those no more, unless it has changed since that was worked out.
-- KEYS[1] hash request: version   KEYS[2..] zset indexes
-- ARGV[1] the version it was worked out from   ARGV[2] member   ARGV[3..] per index: score, or "" to take it out
-- Returns 1, or 0 where the request has moved on and nothing was changed.
if redis.call("HGET", KEYS[1], "version") ~= ARGV[1] then return 0 end
for i = 2, #KEYS do
  local score = ARGV[i + 1]
  if score == "" then redis.call("ZREM", KEYS[i], ARGV[2]) else redis.call("ZADD", KEYS[i], score, ARGV[2]) end
end
return 1
