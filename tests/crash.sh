#!/bin/sh
# Kills the house (SIGKILL) so many times in the middle of bidding, starts it again each time, and compares the bidders' own records with the journal.
#   tests/crash.sh 100
set -e
cd "$(dirname "$0")/.."
AUCTION_KILLS="${1:-100}" dotnet test tests/Auctioneer.Tests --nologo --filter "FullyQualifiedName~Tests.Journal.CrashTests.However_often" \
  --logger "console;verbosity=normal"
