#!/bin/sh
# Kills the house (SIGKILL) in the middle of bidding in ten sales, 100 times unless told otherwise, starts it again each time, and compares
# the bidders' own records with the journal. Then it cuts and tears a log at every byte of its last commit, and starts
# on each.
#   tests/crash.sh 100
set -e
cd "$(dirname "$0")/.."
AUCTION_KILLS="${1:-100}" AUCTION_TEARS=all dotnet test tests/Auctioneer.Tests -c Release --nologo \
  --filter "FullyQualifiedName~Tests.Journal.CrashTests.However_often|FullyQualifiedName~Tests.Journal.LostEndTests" --logger "console;verbosity=normal"
