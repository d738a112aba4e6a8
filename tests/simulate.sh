#!/bin/sh
# Runs simulated houses (floor, room and sealed house on one journal and one clock), each from a seed of its own: crashes, full and stalled
# disks, failing actors, lost connections, in every order. Every step is held to all promises. A seed that breaks one names the line that
# runs it again.
#   tests/simulate.sh 10000          AUCTION_SEED=17 tests/simulate.sh          AUCTION_SECONDS=120 tests/simulate.sh
set -e
cd "$(dirname "$0")/.."
if [ $# -gt 0 ] || [ -z "${AUCTION_SECONDS:-}" ]; then export AUCTION_SEEDS="${1:-10000}"; fi
dotnet test tests/Auctioneer.Tests -c Release --nologo --filter "FullyQualifiedName~SimulationTests.Whatever" \
  --logger "console;verbosity=normal"
