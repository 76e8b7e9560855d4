-- Erases the words of one request when their time has come, all of them or none.
-- KEYS[1] zset index "erase": number -> due (Unix s)   KEYS[2] set authors of the request's words
-- KEYS[3..] per author: hash words, hash files, set of the requests in which the author's words lie
-- ARGV[1] request number   ARGV[2] now (Unix s)   ARGV[3..] the authors, as KEYS
-- Returns 1, or 0 when it is not due (any more) or somebody has written meanwhile: then it is looked at again later.
local due = redis.call("ZSCORE", KEYS[1], ARGV[1])
if not due or tonumber(due) > tonumber(ARGV[2]) then return 0 end
if redis.call("SCARD", KEYS[2]) ~= #ARGV - 2 then return 0 end
for i = 3, #ARGV do
  if redis.call("SISMEMBER", KEYS[2], ARGV[i]) == 0 then return 0 end
end
for i = 3, #KEYS, 3 do
  redis.call("DEL", KEYS[i], KEYS[i + 1])
  redis.call("SREM", KEYS[i + 2], ARGV[1])
end
redis.call("DEL", KEYS[2])
redis.call("ZREM", KEYS[1], ARGV[1])
return 1
