-- Counts outside a commit, for what is made or removed by the thousand.
-- KEYS[i] tally   ARGV[2i-1] cell, "#n" in a sheet   ARGV[2i] delta
for i = 1, #KEYS do
  local cell, delta = ARGV[2 * i - 1], ARGV[2 * i]
  if string.byte(cell) == 35 then
    redis.call("BITFIELD", KEYS[i], "INCRBY", "i32", cell, delta)
  elseif redis.call("HINCRBY", KEYS[i], cell, delta) == 0 then
    redis.call("HDEL", KEYS[i], cell)
  end
end
return #KEYS
