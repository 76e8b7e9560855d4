-- Many histories in one answer.   KEYS[i] list: a request's events, each in JSON
-- Returns each history as one JSON array, "[]" for an absent one: one value a request is read several times as fast
-- as one value an event.
local found = {}
for i = 1, #KEYS do found[i] = "[" .. table.concat(redis.call("LRANGE", KEYS[i], 0, -1), ",") .. "]" end
return found
