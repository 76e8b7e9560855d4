-- What is to be said to one person beside any request is kept until it is said; once for what it is about.
-- KEYS[1] string told: this was said already   KEYS[2] hash aside: payload, owner, state   KEYS[3] zset aside -> due
-- ARGV[1] ms for which it is said once, "" = every time   ARGV[2] payload   ARGV[3] who says it   ARGV[4] id
-- ARGV[5] when it is another's to say (Unix ms)   ARGV[6] ms after which it is not said any more
-- Returns 1, or 0 where it was said or is being said already.
if ARGV[1] ~= "" and not redis.call("SET", KEYS[1], 1, "NX", "PX", ARGV[1]) then return 0 end
redis.call("HSET", KEYS[2], "payload", ARGV[2], "owner", ARGV[3], "state", "waits")
redis.call("PEXPIRE", KEYS[2], ARGV[6])
redis.call("ZADD", KEYS[3], ARGV[5], ARGV[4])
return 1
