#!/bin/sh
# Kills the house (SIGKILL) in the middle of bidding in ten sales, 100 times unless told otherwise, starts it again each time, and compares
# the bidders' own records with the journal.
#   tests/crash.sh 100
set -e
cd "$(dirname "$0")/.."
AUCTION_KILLS="${1:-100}" dotnet test tests/Auctioneer.Tests -c Release --nologo \
  --filter "FullyQualifiedName~Tests.Journal.CrashTests.However_often" --logger "console;verbosity=normal"
