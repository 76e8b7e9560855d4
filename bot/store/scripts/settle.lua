-- The lane's first notice has ended: sent, passed over, or dead. It leaves the lane and its end is kept.
-- KEYS[1] string lease of the lane   KEYS[2] list notice keys         KEYS[3] hash cargo
-- KEYS[4] hash   head                KEYS[5] hash notice key -> status KEYS[6] hash cards: place/kind -> platform id
-- KEYS[7] hash   dead letters        KEYS[8] zset dead letters -> died at   KEYS[9] string ms the clock moved
-- KEYS[10] zset  lanes -> ready at
-- ARGV[1] the lease as held (fence:token)  ARGV[2] fence  ARGV[3] notice key  ARGV[4] status
-- ARGV[5] card, or ""  ARGV[6] platform id of the card  ARGV[7] the dead letter, or ""  ARGV[8] ms to hold on
-- ARGV[9] lane
-- After the lane's last notice it is given back; else it is held on.
-- Returns {"done", notices left} | {"lost"}
-- Who began the send may tell its end even when its lease ran out, as long as nobody else began it anew.
-- Sent twice the status is there already: "done".
local head = redis.call("HMGET", KEYS[4], "key", "fence")
local mine = redis.call("GET", KEYS[1]) == ARGV[1]
local began = head[1] == ARGV[3] and head[2] == ARGV[2]
if redis.call("LINDEX", KEYS[2], 0) ~= ARGV[3] then
  if redis.call("HGET", KEYS[5], ARGV[3]) == ARGV[4] then return {"done", redis.call("LLEN", KEYS[2])} end
  return {"lost"}
end
if not mine and not began then return {"lost"} end
redis.call("LPOP", KEYS[2])
redis.call("HDEL", KEYS[3], ARGV[3])
redis.call("DEL", KEYS[4])
redis.call("HSET", KEYS[5], ARGV[3], ARGV[4])
if ARGV[5] ~= "" then redis.call("HSET", KEYS[6], ARGV[5], ARGV[6]) end
if ARGV[7] ~= "" then
  local time = redis.call("TIME")
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + (redis.call("GET", KEYS[9]) or 0)
  redis.call("HSET", KEYS[7], ARGV[3], ARGV[7])
  redis.call("ZADD", KEYS[8], now, ARGV[3])
end
local left = redis.call("LLEN", KEYS[2])
if mine and left == 0 then
  redis.call("ZREM", KEYS[10], ARGV[9])
  redis.call("DEL", KEYS[1])
elseif mine then
  redis.call("PEXPIRE", KEYS[1], ARGV[8])
end
return {"done", left}
