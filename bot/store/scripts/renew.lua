-- Holds a lease longer, and keeps its wake-ups from being reclaimed while it is held: who reclaimed one would find
-- the lease taken and acknowledge it, and if the holder died then, nobody would know of the news.
-- KEYS[1] string lease   KEYS[2] stream outbox
-- ARGV[1] the lease as held (fence:token)   ARGV[2] ms   ARGV[3] group   ARGV[4] consumer   ARGV[5..] wake-ups held
-- Returns {"held"} | {"lost"}
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return {"lost"} end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
for i = 5, #ARGV do redis.call("XCLAIM", KEYS[2], ARGV[3], ARGV[4], 0, ARGV[i], "JUSTID") end
return {"held"}
