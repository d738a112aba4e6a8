-- A bid as a round takes it: above the start, and above the bidder's own best; the lot's price and leader follow the highest.
-- KEYS[1] the lot, ARGV[1] the bidder, ARGV[2] the amount. Gives 1 for accepted, 0 for refused.
local amount = tonumber(ARGV[2])
local seen = redis.call('HMGET', KEYS[1], 'start', 'price', 'bids', ARGV[1])
if amount <= tonumber(seen[1]) or amount <= tonumber(seen[4] or 0) then return 0 end
local bids = tonumber(seen[3]) + 1
if amount > tonumber(seen[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], 'bids', bids, 'price', ARGV[2], 'leader', ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], 'bids', bids)
end
return 1
