-- A recount takes the place of all tallies, unless something was committed since it was made.
-- KEYS[1] stream outbox: its last id changes with every commit   KEYS[2..] tallies, old and new
-- ARGV[1] the outbox's last id when the recount began, or ""
-- then per tally: the packed sheet, or ""; how many cells of a hash follow; per cell: name, count
-- Returns 1, or 0 where the outbox has moved on and nothing was changed.
local last = ""
if redis.call("EXISTS", KEYS[1]) == 1 then
  local info = redis.call("XINFO", "STREAM", KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == "last-generated-id" then last = info[i + 1] end
  end
end
if last ~= ARGV[1] then return 0 end
local a = 1
local function arg() a = a + 1; return ARGV[a] end
for i = 2, #KEYS do
  redis.call("DEL", KEYS[i])
  local sheet, cells = arg(), tonumber(arg())
  if sheet ~= "" then redis.call("SET", KEYS[i], sheet) end
  for _ = 1, cells do
    local cell, count = arg(), arg()
    redis.call("HSET", KEYS[i], cell, count)
  end
end
return 1
