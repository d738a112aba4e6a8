#!/bin/sh
# Holds so many simulated sales, each from a seed of its own: crashes, full disks, lost connections, in every order. One that fails names the line that runs it again.
#   tests/simulate.sh 10000          AUCTION_SEED=17 tests/simulate.sh
set -e
cd "$(dirname "$0")/.."
AUCTION_SEEDS="${1:-10000}" dotnet test tests/Auctioneer.Tests --nologo --filter "FullyQualifiedName~SimulationTests.Whatever" --logger "console;verbosity=normal"
