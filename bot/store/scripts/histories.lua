-- Many histories in one answer.   KEYS[i] list: a request's events   Returns each list, whole
local found = {}
for i = 1, #KEYS do found[i] = redis.call("LRANGE", KEYS[i], 0, -1) end
return found
