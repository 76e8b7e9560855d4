-- All that one notice needs in order to be sent, as of one moment. Writes nothing.
-- KEYS[1] hash   request: state              KEYS[2] list   history           KEYS[3] set  whose words lie beside it
-- KEYS[4] hash   cards: place/kind -> message KEYS[5] zset  when the recipient was rung
-- KEYS[6] zset   held back in the lane: notice key -> until (Unix ms) * 1000 + its place among them
-- KEYS[7] string until when late timers fire (Unix ms)    KEYS[8] hash profile of the recipient
-- KEYS[9] set    notices told together with others        KEYS[10] hash head of the lane: twice, with
-- KEYS[11] hash  absences                                 KEYS[12] string ms by which the clock moved
-- KEYS[13] set    ids of the erased
-- KEYS[14..] hash words of each author, then hash profile of each person who is asked about
-- ARGV[1] how many events are known already  ARGV[2] field of the card  ARGV[3] request  ARGV[4] notice key
-- ARGV[5] how many authors                   ARGV[6] the only words asked for, or "": all of theirs
-- ARGV[7] how many fields of the recipient's absences  ARGV[8..] those, then the recipient and each person asked about
-- Returns {s, us, moved or nil, state or nil, {event, ...} beyond the known ones, {author, ...},
-- card or nil, {notice key, rang at, ...}, {notice key held back, score, ...}, catching up until or nil, {field, value, ...} profile,
-- 1 if told together, twice or nil, with or nil, {absence or nil, ...}, {{words id, value, ...} per author},
-- {{name, title} per person}, {1 if erased, of the recipient and each person}}
local MOST = 100000  -- more than a lane ever holds back: one step of the scan finds them all
local held = redis.call("ZSCAN", KEYS[6], 0, "MATCH", ARGV[3] .. "/*", "COUNT", MOST)[2]
local time = redis.call("TIME")
local head = redis.call("HMGET", KEYS[10], "twice", "with")
local words, names = {}, {}
local authors = tonumber(ARGV[5])
local only = ARGV[6]
local people = 8 + tonumber(ARGV[7])
for i = 1, authors do
  if only == "" then
    words[i] = redis.call("HGETALL", KEYS[13 + i])
  else
    local text = redis.call("HGET", KEYS[13 + i], only)
    words[i] = text and {only, text} or {}
  end
end
for i = 14 + authors, #KEYS do names[i - 13 - authors] = redis.call("HMGET", KEYS[i], "name", "title") end
return {
  time[1], time[2], redis.call("GET", KEYS[12]), redis.call("HGET", KEYS[1], "state"),
  redis.call("LRANGE", KEYS[2], ARGV[1], -1), redis.call("SMEMBERS", KEYS[3]), redis.call("HGET", KEYS[4], ARGV[2]),
  redis.call("ZRANGE", KEYS[5], 0, -1, "WITHSCORES"), held, redis.call("GET", KEYS[7]),
  redis.call("HGETALL", KEYS[8]), redis.call("SISMEMBER", KEYS[9], ARGV[4]), head[1], head[2],
  redis.call("HMGET", KEYS[11], unpack(ARGV, 8, people - 1)), words, names,
  redis.call("SMISMEMBER", KEYS[13], unpack(ARGV, people))
}
