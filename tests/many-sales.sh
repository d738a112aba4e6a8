#!/bin/sh
# Opens many sales at once in the real program, 1,000 of 100 lots unless told otherwise: each takes bids, runs a round and ends. Compares
# the journal with what the bidders were told, and prints sales, lots, facts, seconds, processor time and memory.
#   tests/many-sales.sh [SALES] [LOTS]
set -e
cd "$(dirname "$0")/.."
AUCTION_SALES="${1:-1000}" AUCTION_LOTS="${2:-100}" dotnet test tests/Auctioneer.Tests -c Release --nologo \
  --filter "FullyQualifiedName~Tests.Sales.ManySalesAtOnceTests" --logger "console;verbosity=normal"
