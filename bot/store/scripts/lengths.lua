-- How long many histories are.   KEYS[i] list: a request's events   Returns each length
local found = {}
for i = 1, #KEYS do found[i] = redis.call("LLEN", KEYS[i]) end
return found
